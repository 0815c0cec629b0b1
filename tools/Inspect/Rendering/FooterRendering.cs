using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Inspect.Inspecting;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Rendering;

/// <summary>Shows the footer of a segment or index.</summary>
internal static class FooterRendering
{
    /// <summary>Shows the footer block's header and what the footer starts with, and whether the root hash fits.</summary>
    public static void Show(
        Inspection inspection, FileScanner scanner, string name, ImmutableArray<StructureField> fields, bool? isRootHashRight)
    {
        if (scanner.FooterHeader is { } header)
        {
            Span<byte> bytes = stackalloc byte[BlockHeader.Size];
            header.Encode(bytes);
            inspection.Structures.Show("footer block header", StructureFields.BlockHeader, bytes, header.Offset, scanner.Kind);
            if (!scanner.FooterStart.IsEmpty)
            {
                // Writers do not compress footers. Of one that is, the fields have no place of their own in the file.
                var start = header.Offset + BlockHeader.Size + BlockPayload.PrefixSize;
                inspection.Structures.Show(
                    name, fields, scanner.FooterStart.Span, header.Compression == CompressionAlgorithm.None ? start : 0, scanner.Kind);
            }
        }

        if (isRootHashRight == true)
        {
            inspection.Report.Note("the root hash matches header and footer");
        }

        inspection.Findings.Show();
    }
}

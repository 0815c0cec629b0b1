using System.Collections.Immutable;
using System.Text;

namespace GeodeArchive.Format;

/// <summary>
/// The plain payload of an export's footer block: what is in it, in file order, from behind the file header on without gaps. See
/// format-spec/export.md. Immutable.
/// </summary>
public sealed class ExportDirectory
{
    /// <summary>The longest key, in bytes of UTF-8.</summary>
    public const int KeySizeMax = 512;

    private const int EntrySizeLeast = 2 + 1 + Hash256.Size;
    private const string StructureName = "export directory";

    /// <summary>A directory of these objects.</summary>
    /// <exception cref="ArgumentException">What a reader would refuse.</exception>
    public ExportDirectory(ImmutableArray<ExportEntry> entries)
        : this(entries, Place.Encoding(StructureName))
    {
    }

    private ExportDirectory(ImmutableArray<ExportEntry> entries, Place place)
    {
        Entries = entries;
        End = Validate(place);
    }

    /// <summary>The objects, in file order; the first starts behind the file header.</summary>
    public ImmutableArray<ExportEntry> Entries { get; }

    /// <summary>Where the last object ends, and the footer block begins.</summary>
    public long End { get; }

    /// <summary>Reads and checks a directory.</summary>
    /// <param name="payload">The plain payload of the footer block.</param>
    /// <param name="blockOffset">Where the footer block's header is in its file: there the objects end.</param>
    /// <exception cref="ArchiveFormatException">Not a valid directory.</exception>
    public static ExportDirectory Decode(ReadOnlySpan<byte> payload, long blockOffset)
    {
        FormatReader reader = new(payload, StructureName, blockOffset);
        Place place = Place.Decoding(StructureName, blockOffset);
        long count = reader.ReadRange("object_count", 1, Limits.BlockPlainSizeMax / EntrySizeLeast);
        place.Require(count <= reader.Remaining / EntrySizeLeast, FormatError.Truncated, "object_count is more than there is room for");
        ImmutableArray<ExportEntry>.Builder entries = ImmutableArray.CreateBuilder<ExportEntry>((int)count);
        for (long i = 0; i < count; i++)
        {
            entries.Add(new ExportEntry(reader.ReadText(KeySizeMax, 1, "key"), reader.ReadCount("size", 1), reader.ReadHash()));
        }

        reader.ExpectEnd();
        ExportDirectory directory = new(entries.MoveToImmutable(), place);
        place.Require(directory.End == blockOffset, FormatError.BadReference, "the objects do not end where the footer block begins");
        return directory;
    }

    /// <summary>Appends the directory.</summary>
    /// <exception cref="ArgumentException">A key that a reader would refuse.</exception>
    public void Encode(FormatWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Place place = Place.Encoding(StructureName);
        writer.WriteCount(Entries.Length);
        foreach (ExportEntry entry in Entries)
        {
            writer.WriteText(entry.Key, KeySizeMax, 1, place, "key");
            writer.WriteCount(entry.Size);
            writer.WriteHash(entry.Hash);
        }
    }

    private static bool IsKey(string key)
    {
        foreach (string component in key.Split('/'))
        {
            bool isPlain = component.Length > 0 && component[0] != '.' && !component.EnumerateRunes().Any(Rune.IsControl);
            if (!isPlain || Encoding.UTF8.GetByteCount(component) > Limits.FileNameSizeMax)
            {
                return false;
            }
        }

        return true;
    }

    private long Validate(Place place)
    {
        place.Require(!Entries.IsDefaultOrEmpty, FormatError.BadValue, "object_count is 0");
        HashSet<string> keys = new(StringComparer.Ordinal);
        long end = FileHeader.Size;
        foreach (ExportEntry entry in Entries)
        {
            place.Require(IsKey(entry.Key), FormatError.BadValue, "key is not that of an object");
            place.Require(keys.Add(entry.Key), FormatError.BadOrder, "a key comes twice");
            place.RequireRange(entry.Size, 1, Limits.ExportFileSizeMax, "size");
            end += entry.Size;
            place.RequireAtMost(end, Limits.ExportFileSizeMax, "end of an object");
        }

        return end;
    }
}

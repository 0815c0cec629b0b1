using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using GeodeArchive.Format;
using GeodeArchive.Inspect.Reporting;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Inspect.Rendering;

/// <summary>Shows the fields of a structure from its bytes, whatever is in them.</summary>
internal sealed class StructureRendering(IReport report)
{
    /// <summary>Shows a file header and its kind section.</summary>
    /// <param name="bytes">As many of its bytes as there are.</param>
    /// <param name="offset">Where it is in the file.</param>
    /// <param name="kind">What the file is: the section is shown as that of this kind.</param>
    public void ShowHeader(ReadOnlySpan<byte> bytes, long offset, ArchiveFileKind kind)
    {
        report.BeginStructure("file header", $"at {offset}", offset);
        var section = StructureFields.SectionOf(kind);
        var last = StructureFields.FileHeader.Last(field => field.Type == FieldType.Reserved);
        var before = StructureFields.FileHeader.RemoveRange(StructureFields.FileHeader.IndexOf(last), 2);
        foreach (var field in before)
        {
            Show(bytes, field, offset, kind);
        }

        foreach (var field in section)
        {
            Show(bytes, field, offset, kind);
        }

        // What the section leaves free is reserved like what follows it.
        var free = section.IsEmpty ? before[^1].End : section[^1].End;
        Show(bytes, last with { Offset = free, Size = last.End - free }, offset, kind);
        Show(bytes, StructureFields.FileHeader[^1], offset, kind);
    }

    /// <summary>Shows a structure.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="bytes">As many of its bytes as there are.</param>
    /// <param name="offset">Where it is in the file.</param>
    /// <param name="kind">What the file is.</param>
    public void Show(string name, ImmutableArray<StructureField> fields, ReadOnlySpan<byte> bytes, long offset, ArchiveFileKind kind)
    {
        report.BeginStructure(name, $"at {offset}", offset);
        foreach (var field in fields)
        {
            Show(bytes, field, offset, kind);
        }
    }

    /// <summary>Shows a structure of a store.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="place">Where it is, in words.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="bytes">As many of its bytes as there are.</param>
    /// <param name="offset">Where it is in the file; null for one in the value of a cell.</param>
    public void ShowOfStore(
        string name, string place, ImmutableArray<StructureField> fields, ReadOnlySpan<byte> bytes, long? offset)
    {
        report.BeginStructure(name, place, offset);
        foreach (var field in fields)
        {
            Show(bytes, field, offset, Names.OfStoreField);
        }
    }

    private void Show(ReadOnlySpan<byte> structure, StructureField field, long offset, ArchiveFileKind kind) =>
        Show(structure, field, offset, (name, value) => Names.OfField(name, kind, value));

    private void Show(ReadOnlySpan<byte> structure, StructureField field, long? offset, Func<string, ulong, string?> meaningOf)
    {
        var at = offset + field.Offset;
        if (field.End > structure.Length)
        {
            report.Field(field.Name, at, "(the file ends before it)");
            return;
        }

        var bytes = structure.Slice(field.Offset, field.Size);
        switch (field.Type)
        {
            case FieldType.Number:
                var number = ReadNumber(bytes);
                report.Field(field.Name, at, ReportValue.Of(number), meaningOf(field.Name, number));
                break;
            case FieldType.Time:
                var time = BinaryPrimitives.ReadInt64LittleEndian(bytes);
                report.Field(field.Name, at, time, TimeText.FromNanoseconds(time));
                break;
            case FieldType.Lsn:
                var lsn = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
                report.Field(field.Name, at, ReportValue.Of(lsn), new Lsn(lsn).ToString());
                break;
            case FieldType.Id:
                report.Field(field.Name, at, IdText(Id128.Read(bytes)));
                break;
            case FieldType.Hash:
                report.Field(field.Name, at, IsZero(bytes) ? "none" : Hash256.Read(bytes).ToString());
                break;
            case FieldType.Reserved:
                report.Field(
                    field.Name, at, IsZero(bytes) ? $"{field.Size} zero bytes" : $"{field.Size} bytes, {CountSet(bytes)} of them set");
                break;
            case FieldType.Checksum:
                report.Field(field.Name, at, $"{BinaryPrimitives.ReadUInt32LittleEndian(bytes):x8}");
                break;
            case FieldType.Text:
                report.Field(field.Name, at, ByteText.Show(bytes.TrimEnd((byte)0)));
                break;
            case FieldType.Pointer:
                report.Field(field.Name, at, PointerText.Of(BlockPointer.Read(bytes)));
                break;
            case FieldType.Secret:
                report.Field(field.Name, at, $"{field.Size} bytes, not shown");
                break;
            default:
                report.Field(field.Name, at, IsZero(bytes) ? $"{field.Size} zero bytes" : HexText(bytes));
                break;
        }
    }

    private static ulong ReadNumber(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }

    private static string IdText(Id128 id) => id.IsZero ? "none" : id.ToString();

    private static bool IsZero(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept((byte)0);

    private static int CountSet(ReadOnlySpan<byte> bytes) => bytes.Length - bytes.Count((byte)0);

    private static string HexText(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length * 3);
        foreach (var value in bytes)
        {
            text.Append(text.Length == 0 ? string.Empty : " ").Append(
                value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}

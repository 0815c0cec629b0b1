using System.Collections.Immutable;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>A structure of named fields, written by hand, so that one can be written wrong.</summary>
internal sealed record FieldList(ImmutableArray<(string Name, Action<FormatWriter> Write)> Fields)
{
    public static FieldList Of(params ReadOnlySpan<(string Name, Action<FormatWriter> Write)> fields) => new([.. fields]);

    public FieldList With(string name, Action<FormatWriter> write)
    {
        int index = Fields.IndexOf(Fields.Single(field => field.Name == name));
        return new FieldList(Fields.SetItem(index, (name, write)));
    }

    public FieldList With(string name, ulong value) => With(name, writer => writer.WriteVarint(value));

    public FieldList WithByte(string name, byte value) => With(name, writer => writer.WriteByte(value));

    public FieldList WithText(string name, string value) => With(name, writer => writer.WriteLengthPrefixed(Samples.Text(value)));

    public byte[] ToBytes() => Samples.Encode(writer =>
    {
        foreach ((string _, Action<FormatWriter> write) in Fields)
        {
            write(writer);
        }
    });
}

using FsCheck;
using FsCheck.Fluent;

namespace GeodeArchive.Tests.Format;

/// <summary>A structure as the properties see it: how to make values, bytes of them, and values of bytes.</summary>
internal sealed record StructureCase(string Name, Gen<object> Values, Func<object, byte[]> Encode, Func<byte[], object> Decode)
{
    /// <summary>Makes the checksums of damaged bytes right again, so that what is behind them is tested; null if it has none.</summary>
    public Action<byte[]>? FixChecksum { get; init; }

    /// <summary>Whether bytes that end earlier are always refused.</summary>
    public bool IsSelfDelimiting { get; init; } = true;

    public Gen<byte[]> Encoded => Values.Select(Encode);

    public static StructureCase Of<T>(
        string name, Gen<T> values, Func<T, byte[]> encode, Func<byte[], T> decode, Action<byte[]>? fixChecksum = null)
        where T : notnull =>
        new(name, values.Select(value => (object)value), value => encode((T)value), bytes => decode(bytes)) { FixChecksum = fixChecksum };
}

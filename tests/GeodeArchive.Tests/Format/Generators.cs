using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Valid values of what structures are made of. Small numbers and their corners come often.</summary>
internal static class Generators
{
    public static Gen<bool> Bool { get; } = Gen.Elements(true, false);

    public static Gen<long> Long { get; } = Gen.OneOf(
        Gen.Elements(0L, 1, -1, 127, 128, -128, uint.MaxValue, long.MaxValue, long.MinValue),
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        from shift in Gen.Choose(0, 63)
        select (((long)high << 32) | (uint)low) >> shift);

    public static Gen<long> Count { get; } = Long.Select(value => value & long.MaxValue);

    public static Gen<long> Positive { get; } = Count.Select(value => Math.Max(1, value));

    public static Gen<ulong> Word { get; } = Long.Select(value => (ulong)value);

    public static Gen<uint> Uint { get; } = Long.Select(value => (uint)value);

    public static Gen<Id128> Id { get; } =
        from high in Long
        from low in Gen.Choose(1, int.MaxValue)
        select new Id128((ulong)high, (ulong)low);

    public static Gen<byte[]> Bytes32 { get; } = Bytes(32, 32);

    public static Gen<Hash256> Hash { get; } = Bytes32.Select(bytes => Hash256.Read(bytes)).Where(hash => !hash.IsZero);

    public static Gen<ChunkId> Chunk { get; } = Hash.Select(hash => new ChunkId(hash));

    public static Gen<ManifestNumber> Manifest { get; } = Positive.Select(value => new ManifestNumber((ulong)value));

    public static Gen<SegmentNumber> Segment { get; } = Uint.Select(value => new SegmentNumber(Math.Max(1, value)));

    public static Gen<string> Text { get; } =
        from size in Gen.Choose(0, 40)
        from letters in Gen.ArrayOf(Gen.Elements('a', 'Z', '7', ' ', '-', 'ü', '☃'), size)
        select new string(letters);

    public static Gen<string> BackupName { get; } = Text.Select(text => "b" + text);

    public static Gen<BackupType> BackupType { get; } = Enumeration<BackupType>();

    public static Gen<byte[]> FileName { get; } = Bytes(1, 12).Select(
        bytes => (byte[])[.. bytes.Select(value => value is 0 or (byte)'/' ? (byte)'a' : value), (byte)'_']);

    public static Gen<byte[]> Bytes(int least, int most) =>
        from size in Gen.Choose(least, most)
        from bytes in Gen.ArrayOf(Gen.Choose(0, 255), size)
        select bytes.Select(value => (byte)value).ToArray();

    public static Gen<T> Enumeration<T>()
        where T : struct, Enum => Gen.Elements(Enum.GetValues<T>());

    /// <summary>Ascending and different items, at least <paramref name="least"/> of them.</summary>
    public static Gen<ImmutableArray<T>> Ascending<T>(Gen<T> items, int least, int most, IComparer<T>? order = null)
    {
        IComparer<T> comparer = order ?? Comparer<T>.Default;
        return from size in Gen.Choose(least, most)
               from array in Gen.ArrayOf(items, size)
               let distinct = new SortedSet<T>(array, comparer)
               where distinct.Count >= least
               select distinct.ToImmutableArray();
    }

    public static Gen<ImmutableArray<T>> Some<T>(Gen<T> items, int least, int most) =>
        from size in Gen.Choose(least, most)
        from array in Gen.ArrayOf(items, size)
        select array.ToImmutableArray();
}

using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using GeodeArchive.Backup.Chunking;
using GeodeArchive.Tests.Codecs;
using GeodeArchive.Tests.Measuring;

namespace GeodeArchive.Tests.Backup.Chunking;

public sealed class GearChunkerTests
{
    private const int KiB = 1024;
    private const int MiB = 1024 * KiB;

    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private static readonly ChunkerParameters Usual = ChunkerParameters.WithUsualSizes(Key);

    private static readonly ChunkerParameters Small = new(4 * KiB, 8 * KiB, 16 * KiB, 1 * MiB, Key);

    [Fact]
    public void Cuts_are_those_of_the_model()
    {
        Gen<(int Seed, int Size)> cases = Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, 200_000), (seed, size) => (seed, size));
        Prop.ForAll(cases.ToArbitrary(), input =>
        {
            var random = new Random(input.Seed);
            ChunkerParameters parameters = AnyParameters(random);
            byte[] part = SampleBytes.Make(SampleBytes.Kinds[random.Next(4)], input.Size, input.Seed);
            Assert.Equal(GearModel.Cut(parameters, part), Cut(parameters, part));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Theory]
    [InlineData("zeros")]
    [InlineData("random")]
    [InlineData("text")]
    [InlineData("runs")]
    public void Cuts_with_the_usual_sizes_are_those_of_the_model(string kind)
    {
        byte[] part = SampleBytes.Make(kind, 8 * MiB);
        Assert.Equal(GearModel.Cut(Usual, part), Cut(Usual, part));
    }

    [Fact]
    public void Cuts_do_not_depend_on_how_much_is_given_at_once()
    {
        Gen<(int Seed, int Size)> cases = Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, 100_000), (seed, size) => (seed, size));
        Prop.ForAll(cases.ToArbitrary(), input =>
        {
            var random = new Random(input.Seed);
            ChunkerParameters parameters = AnyParameters(random);
            byte[] part = SampleBytes.Make(SampleBytes.Kinds[random.Next(4)], input.Size, input.Seed);
            int feedMax = 1 << random.Next(8, 17);
            Assert.Equal(GearModel.Cut(parameters, part), CutInFeeds(parameters, part, () => random.Next(1, feedMax + 1)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    [Fact]
    public void Cuts_do_not_change_when_bytes_come_one_by_one()
    {
        byte[] part = SampleBytes.Make("random", 40_000);
        Assert.Equal(Cut(Small, part), CutInFeeds(Small, part, () => 1));
    }

    [Fact]
    public void Every_length_around_a_limit_is_cut_as_by_the_model()
    {
        var chunker = new GearChunker(Small);
        byte[] zeros = new byte[Small.SizeMax + 20];
        foreach (int limit in new[] { 0, Small.SizeMin, Small.SizeAverage, Small.SizeMax })
        {
            for (int size = Math.Max(0, limit - 20); size <= limit + 20; size++)
            {
                ReadOnlySpan<byte> part = zeros.AsSpan(0, size);
                Assert.Equal(Math.Min(size, Small.SizeMax), chunker.FindBoundary(part, isEnd: true));
                Assert.Equal(size >= Small.SizeMax ? Small.SizeMax : 0, chunker.FindBoundary(part, isEnd: false));
            }
        }
    }

    [Fact]
    public void Chunks_of_random_bytes_keep_to_the_limits_and_near_the_average()
    {
        byte[] part = SampleBytes.Make("random", 32 * MiB);
        List<int> lengths = Cut(Usual, part);
        Assert.Equal(part.Length, lengths.Sum());
        Assert.All(lengths.SkipLast(1), length => Assert.InRange(length, Usual.SizeMin + 1, Usual.SizeMax));
        Assert.InRange(lengths.Average(), Usual.SizeAverage, Usual.SizeAverage * 3 / 2);
        // That is what the two masks are for: few chunks are far from the average.
        Assert.InRange(lengths.Count(length => length == Usual.SizeMax), 0, lengths.Count / 50);
        int nearCount = lengths.Count(length => length > Usual.SizeAverage / 2 && length <= Usual.SizeAverage * 2);
        Assert.InRange(nearCount, lengths.Count * 3 / 4, lengths.Count);
    }

    [Fact]
    public void Zeros_are_cut_into_the_largest_chunks()
    {
        List<int> lengths = Cut(Usual, new byte[(3 * Usual.SizeMax) + 5]);
        Assert.Equal([Usual.SizeMax, Usual.SizeMax, Usual.SizeMax, 5], lengths);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3 * MiB)]
    [InlineData(8 * MiB)]
    public void An_inserted_byte_changes_only_the_chunks_near_it(int position)
    {
        byte[] before = SampleBytes.Make("random", 8 * MiB);
        byte[] after = [.. before.AsSpan(0, position), 0x42, .. before.AsSpan(position)];
        HashSet<string> known = [.. Hashes(before, Cut(Usual, before))];
        string[] hashes = Hashes(after, Cut(Usual, after));
        Assert.InRange(hashes.Count(hash => !known.Contains(hash)), 1, 4);
        Assert.InRange(hashes.Length, 30, 100);
    }

    [Fact]
    public void Another_key_cuts_elsewhere()
    {
        byte[] part = SampleBytes.Make("random", 8 * MiB);
        HashSet<int> places = [.. Places(Cut(Usual, part))];
        byte[] otherKey = [.. Key];
        otherKey[31] ^= 1;
        List<int> otherPlaces = Places(Cut(ChunkerParameters.WithUsualSizes(otherKey), part));
        // All but the end of the part, which is everyone's.
        Assert.InRange(otherPlaces.Count(places.Contains), 1, 2);
    }

    [Fact]
    public void Finding_a_boundary_allocates_no_managed_memory()
    {
        var chunker = new GearChunker(Small);
        byte[] part = SampleBytes.Make("random", 1 * MiB);
        int count = Run();
        Assert.Equal(0, Allocations.LeastOf(() => count += Run()));
        Assert.InRange(count, 6 * 64, 6 * 256);

        int Run()
        {
            int chunks = 0;
            for (int at = 0; at < part.Length; chunks++)
            {
                at += chunker.FindBoundary(part.AsSpan(at), isEnd: true);
            }
            return chunks;
        }
    }

    private static ChunkerParameters AnyParameters(Random random)
    {
        int sizeAverage = 1 << random.Next(13, 16);
        int sizeMin = random.Next(4 * KiB, (sizeAverage / 2) + 1);
        int sizeMax = random.Next(sizeAverage * 2, sizeAverage * 8);
        byte[] key = new byte[ChunkerParameters.KeySize];
        random.NextBytes(key);
        return new ChunkerParameters(sizeMin, sizeAverage, sizeMax, 64 * MiB, key);
    }

    private static List<int> Cut(ChunkerParameters parameters, byte[] part)
    {
        var chunker = new GearChunker(parameters);
        var lengths = new List<int>();
        for (int at = 0; at < part.Length; at += lengths[^1])
        {
            lengths.Add(chunker.FindBoundary(part.AsSpan(at), isEnd: true));
            Assert.InRange(lengths[^1], 1, parameters.SizeMax);
        }
        Assert.Equal(0, chunker.FindBoundary([], isEnd: true));
        return lengths;
    }

    private static List<int> CutInFeeds(ChunkerParameters parameters, byte[] part, Func<int> nextFeed)
    {
        var chunker = new GearChunker(parameters);
        var lengths = new List<int>();
        int at = 0;
        int fed = 0;
        while (at < part.Length)
        {
            int length = chunker.FindBoundary(part.AsSpan(at, fed - at), isEnd: fed == part.Length);
            if (length == 0)
            {
                Assert.InRange(fed - at, 0, parameters.SizeMax - 1);
                Assert.NotEqual(part.Length, fed);
                fed = Math.Min(part.Length, fed + nextFeed());
                continue;
            }
            lengths.Add(length);
            at += length;
        }
        return lengths;
    }

    private static string[] Hashes(byte[] part, List<int> lengths)
    {
        var hashes = new string[lengths.Count];
        int at = 0;
        for (int i = 0; i < hashes.Length; at += lengths[i++])
        {
            hashes[i] = Convert.ToHexString(SHA256.HashData(part.AsSpan(at, lengths[i])));
        }
        return hashes;
    }

    private static List<int> Places(List<int> lengths)
    {
        int at = 0;
        return [.. lengths.Select(length => at += length)];
    }
}

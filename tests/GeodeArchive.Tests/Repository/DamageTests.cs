using System.Collections.Concurrent;
using GeodeArchive.Codecs;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Objects;
using GeodeArchive.Repository;

namespace GeodeArchive.Tests.Repository;

/// <summary>
/// Whatever happens to one file of an archive is found by verifying its backups, and named: the file, and a structure that
/// starts at or before the damage. Nothing that is found is blamed on another file, and nothing but findings comes out.
/// </summary>
public sealed class DamageTests
{
    private const string Everywhere = "";
    private const int ShownMax = 20;

    public static TheoryData<string, bool> Archives => new()
    {
        { "none", true },
        { "zstd:3", false },
        { "lz4:1", false },
        { "gzip:6", false },
    };

    [Theory]
    [MemberData(nameof(Archives))]
    public void An_intact_archive_verifies(string compression, bool hasIncremental)
    {
        SampleArchive archive = Make(compression, hasIncremental);
        Assert.Equal(hasIncremental ? 2 : 1, archive.BackupNames.Count);
        Assert.Empty(ArchiveVerification.Run(new MemoryObjectStore(archive.Files), archive.BackupNames, out var notes));
        Assert.Empty(notes);
    }

    [Theory]
    [InlineData("none", true, Everywhere)]
    [InlineData("zstd:3", false, Everywhere)]
    [InlineData("lz4:1", false, RepositoryNames.SegmentPrefix)]
    [InlineData("gzip:6", false, RepositoryNames.SegmentPrefix)]
    public void Every_flipped_bit_is_found_and_named(string compression, bool hasIncremental, string prefix)
    {
        SampleArchive archive = Make(compression, hasIncremental);
        AssertFound(archive, FilesBelow(archive, prefix).SelectMany(file => Positions(file).Select(offset => FlipBit(file, offset))));
    }

    [Theory]
    [InlineData("zstd:3", false, Everywhere)]
    [InlineData("none", true, RepositoryNames.SegmentPrefix)]
    public void Every_cut_is_found_and_named(string compression, bool hasIncremental, string prefix)
    {
        SampleArchive archive = Make(compression, hasIncremental);
        AssertFound(archive, FilesBelow(archive, prefix).SelectMany(file => Positions(file).Select(length => Cut(file, length))));
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public void Every_added_tail_is_found_and_named(string compression, bool hasIncremental)
    {
        SampleArchive archive = Make(compression, hasIncremental);
        AssertFound(archive, archive.Files.SelectMany(file => new[] { 1, 128, 4096 }.Select(count => Grow(file, count))));
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public void Every_zeroed_sector_is_found_and_named(string compression, bool hasIncremental)
    {
        SampleArchive archive = Make(compression, hasIncremental);
        AssertFound(archive, archive.Files.SelectMany(file =>
            Enumerable.Range(0, file.Value.Length / 512).Select(sector => ZeroSector(file, sector)).OfType<Change>()));
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public void Every_removed_file_is_named(string compression, bool hasIncremental)
    {
        SampleArchive archive = Make(compression, hasIncremental);
        string[] labels = [.. archive.BackupNames];
        AssertFound(archive, archive.Files.Keys.Except(labels).Select(key => new Change(key, "removed", 0, null)));
        foreach (string label in labels)
        {
            // The manifest decides: the backup is complete without its file, and the operator is told.
            Assert.Empty(ArchiveVerification.Run(new MemoryObjectStore(archive.Files, label, null), archive.BackupNames, out var notes));
            Assert.Equal(label, Assert.Single(notes).Path);
        }
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public void Every_file_in_the_place_of_another_is_found_and_named(string compression, bool hasIncremental)
    {
        SampleArchive archive = Make(compression, hasIncremental);
        AssertFound(
            archive,
            from file in archive.Files
            from other in archive.Files
            where file.Key != other.Key
            select new Change(file.Key, $"replaced by {other.Key}", other.Value.Length, other.Value));
    }

    private static SampleArchive Make(string compression, bool hasIncremental) =>
        SampleArchive.Make(CompressionSettings.Parse(compression), hasIncremental);

    private static IEnumerable<KeyValuePair<string, byte[]>> FilesBelow(SampleArchive archive, string prefix) =>
        archive.Files.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal));

    private static IEnumerable<int> Positions(KeyValuePair<string, byte[]> file) => Enumerable.Range(0, file.Value.Length);

    private static void AssertFound(SampleArchive archive, IEnumerable<Change> changes)
    {
        var complaints = new ConcurrentQueue<string>();
        long count = 0;
        Parallel.ForEach(changes, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, change =>
        {
            Interlocked.Increment(ref count);
            string? complaint = Complain(archive, change);
            if (complaint is not null)
            {
                complaints.Enqueue($"{change.Key} {change.Description}: {complaint}");
            }
        });
        Assert.True(count > 0);
        Assert.True(complaints.IsEmpty, $"{complaints.Count} of {count}:\n{string.Join('\n', complaints.Order().Take(ShownMax))}");
    }

    private static string? Complain(SampleArchive archive, Change change)
    {
        IReadOnlyList<FoundDamage> found;
        try
        {
            using IObjectStore store = new MemoryObjectStore(archive.Files, change.Key, change.Content);
            found = ArchiveVerification.Run(store, archive.BackupNames, out _);
        }
        catch (Exception failure)
        {
            return failure.ToString();
        }

        if (found.Count == 0)
        {
            return "not found";
        }

        FoundDamage? astray = found.FirstOrDefault(damage => damage.Key != change.Key);
        if (astray is not null)
        {
            return $"blamed on {astray.Key ?? "nothing"}: {astray.Message}";
        }

        return found.Any(
            damage => damage.Offset >= 0 && damage.Offset <= change.Offset && damage.Message.Contains(change.Key, StringComparison.Ordinal))
            ? null
            : $"not at or before {change.Offset}: {found[0].Message}";
    }

    private static Change FlipBit(KeyValuePair<string, byte[]> file, int offset)
    {
        byte[] content = [.. file.Value];
        content[offset] ^= (byte)(1 << (offset % 8));
        return new Change(file.Key, $"bit {offset % 8} of byte {offset}", offset, content);
    }

    private static Change Cut(
        KeyValuePair<string, byte[]> file, int length) => new(file.Key, $"cut to {length}", length, file.Value[..length]);

    private static Change Grow(KeyValuePair<string, byte[]> file, int count) =>
        new(file.Key, $"grown by {count}", file.Value.Length + count, [.. file.Value, .. new byte[count]]);

    private static Change? ZeroSector(KeyValuePair<string, byte[]> file, int sector)
    {
        byte[] content = [.. file.Value];
        Span<byte> zeroed = content.AsSpan(sector * 512, 512);
        int last = zeroed.LastIndexOfAnyExcept((byte)0);
        zeroed.Clear();
        return last < 0 ? null : new Change(file.Key, $"sector {sector} zeroed", (sector * 512) + last, content);
    }

    /// <summary>What happens to a file.</summary>
    /// <param name="Key">The file.</param>
    /// <param name="Description">For messages.</param>
    /// <param name="Offset">The last byte that is not what it was.</param>
    /// <param name="Content">What is there then; null if nothing is.</param>
    private sealed record Change(string Key, string Description, long Offset, byte[]? Content);
}

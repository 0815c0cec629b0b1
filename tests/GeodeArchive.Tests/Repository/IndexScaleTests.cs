using System.Security.Cryptography;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Tests.Io;

namespace GeodeArchive.Tests.Repository;

/// <summary>What benchmarks/index-scale shows for 100 million chunks, for two million: memory, false positives, and that nothing is missed.</summary>
public sealed class IndexScaleTests
{
    private const int Count = 2_000_000;

    [Fact]
    public void Two_million_chunks_are_found_in_little_memory_and_others_are_denied()
    {
        using var directory = new TemporaryDirectory();
        var machine = SystemMachine.Create();
        using var store = new LocalObjectStore(machine.Files.OpenDirectory(directory.Path), machine.Entropy);
        var domain = ArchiveDomain.Plain(machine, Format.Samples.RepositoryHeader);
        var session = new SessionId(new Id128(1, 1));
        SegmentId[] segments = [new(new Id128(3, 0)), new(new Id128(4, 0))];
        IndexReader[] sources = [Write(0), Write(1)];
        var summary = IndexMerger.Merge(store, domain, session, sources, _ => true)!;
        var merged = IndexReader.Open(store, domain, summary.Id, summary.Size, summary.RootHash);
        Assert.Equal(Count, merged.Footer.EntryCount);
        Assert.InRange(merged.Footer.FilterSize + (8.0 * merged.Footer.PageCount), 0, 1.15 * Count);
        merged.Verify();

        var ids = IdsFrom(0, Count);
        Assert.DoesNotContain(ids, id => !merged.MayContain(id.Prefix));
        Span<SegmentId> found = stackalloc SegmentId[4];
        for (var i = 0; i < Count; i += 997)
        {
            Assert.Equal([segments[i % 2]], found[..merged.Find(ids[i], found)].ToArray());
        }

        // One in 256, as far as two million draws say: six standard deviations are 0.0003.
        var rate = IdsFrom(Count, Count).Count(id => merged.MayContain(id.Prefix)) / (double)Count;
        Assert.InRange(rate, 0.0036, 0.0042);

        IndexReader Write(int part)
        {
            var own = IdsFrom(0, Count).Where((_, i) => i % 2 == part).Select(id => new IndexEntry(id.Prefix, 0)).ToArray();
            Array.Sort(own);
            using var writer = new IndexWriter(store, domain, session, own.Length);
            foreach (var entry in own)
            {
                writer.Add(entry);
            }

            var written = writer.Finish([segments[part]]);
            return IndexReader.OpenForCursor(store, domain, written.Id, written.Size, written.RootHash);
        }
    }

    /// <summary>Ids as good as random: the numbers, encrypted.</summary>
    private static ChunkId[] IdsFrom(int first, int count)
    {
        var bytes = new byte[count * ChunkId.Size];
        for (var i = 0; i < count; i++)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(i * ChunkId.Size), first + i);
        }

        using var aes = Aes.Create();
        aes.Key = new byte[16];
        aes.EncryptEcb(bytes, bytes, PaddingMode.None);
        return [.. Enumerable.Range(0, count).Select(i => ChunkId.Read(bytes.AsSpan(i * ChunkId.Size, ChunkId.Size)))];
    }
}

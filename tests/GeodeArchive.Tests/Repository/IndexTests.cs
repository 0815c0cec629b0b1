using System.Security.Cryptography;
using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;

namespace GeodeArchive.Tests.Repository;

public sealed class IndexTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(203)]
    [InlineData(204)]
    [InlineData(5000)]
    public void Every_entry_is_found_in_its_segments_and_nothing_else_is(int count) => SimulatedRepository.Run(1, (_, repository) =>
    {
        var segments = Enumerable.Range(0, 7).Select(i => new SegmentId(IdOf($"segment {i}"))).Order().ToArray();
        var expected = new Dictionary<ChunkId, SegmentId[]>();
        for (var i = 0; i < count; i++)
        {
            // Every eleventh chunk is in two segments, as after two writers who stored it at once.
            var first = i % segments.Length;
            expected[ChunkOf(i)] = i % 11 == 0 ? [segments[first], segments[(first + 1) % segments.Length]] : [segments[first]];
        }

        var reader = Write(repository, segments, expected);
        Span<SegmentId> found = stackalloc SegmentId[16];
        foreach (var (chunk, places) in expected)
        {
            Assert.Equal(places.Order(), found[..reader.Find(chunk, found)].ToArray());
        }

        for (var i = count; i < count + 20_000; i++)
        {
            Assert.Equal(0, reader.Find(ChunkOf(i), found));
        }

        reader.Verify();
        Assert.Equal(expected.Sum(chunk => chunk.Value.Length), reader.Footer.EntryCount);
    });

    [Fact]
    public void A_flipped_bit_in_any_page_is_named_when_the_page_is_read() => SimulatedRepository.Run(2, (machine, repository) =>
    {
        var segments = new[] { new SegmentId(IdOf("segment")) };
        var reader = Write(repository, segments, Enumerable.Range(0, 1000).ToDictionary(ChunkOf, _ => segments));
        for (var page = 0; page < 5; page++)
        {
            var offset = FileHeader.Size + (page * 4096) + 700;
            var path = $"{SimulatedRepository.Root}/{RepositoryNames.Index(reader.Id)}";
            machine.Disk.FlipBits(path, offset, 4);
            var error = Assert.Throws<RepositoryException>(reader.Verify);
            Assert.Equal(RepositoryNames.Index(reader.Id).Text, error.DamagedKey);
            Assert.Equal(FileHeader.Size + (page * 4096), error.DamagedOffset);
            machine.Disk.FlipBits(path, offset, 4);
        }

        reader.Verify();
    });

    [Fact]
    public void Index_that_was_given_back_refuses_look_ups_and_one_that_was_deleted_is_read_or_missing() => SimulatedRepository.Run(3, (_, repository) =>
    {
        var segments = new[] { new SegmentId(IdOf("segment")) };
        var reader = Write(repository, segments, Enumerable.Range(0, 1000).ToDictionary(ChunkOf, _ => segments));
        Assert.True(repository.Store.Delete(RepositoryNames.Index(reader.Id)));
        try
        {
            Assert.Equal(1, reader.Find(ChunkOf(7), new SegmentId[4]));
        }
        catch (RepositoryException error)
        {
            Assert.Equal(RepositoryNames.Index(reader.Id).Text, error.DamagedKey);
        }

        reader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => reader.Find(ChunkOf(7), new SegmentId[4]));
        Assert.Throws<ObjectDisposedException>(() => reader.MayContain(ChunkOf(7).Prefix));
    });

    private static IndexReader Write(ArchiveRepository repository, SegmentId[] segments, Dictionary<ChunkId, SegmentId[]> chunks)
    {
        var entries = chunks
            .SelectMany(chunk => chunk.Value.Select(segment => new IndexEntry(chunk.Key.Prefix, (uint)Array.IndexOf(segments, segment))))
            .Order()
            .ToList();
        var session = new SessionId(Identities.NewId(repository.Machine.Entropy));
        using var writer = new IndexWriter(repository.Store, repository.PlainDomain, session, entries.Count);
        entries.ForEach(writer.Add);
        var summary = writer.Finish(segments);
        return IndexReader.Open(repository.Store, repository.PlainDomain, summary.Id, summary.Size, summary.RootHash);
    }

    private static ChunkId ChunkOf(int number) => ChunkId.OfPlain(BitConverter.GetBytes(number));

    private static Id128 IdOf(string text) => Id128.Read(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(text)));
}

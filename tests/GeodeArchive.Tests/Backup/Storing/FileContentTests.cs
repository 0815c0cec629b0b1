using GeodeArchive.Backup.Assembling;
using GeodeArchive.Backup.Storing;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Reading;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Repository.Sessions;
using GeodeArchive.Tests.Repository;

namespace GeodeArchive.Tests.Backup.Storing;

/// <summary>The tree that is built of a file's parts is that of format-spec/tree.md, part by part as of all parts at once.</summary>
public sealed class FileContentTests
{
    private const int Mebi = 1 << 20;
    private const int ChildrenMax = 1024;

    [Theory]
    [InlineData(1, new int[0])]
    [InlineData(2, new[] { 2 })]
    [InlineData(1024, new[] { 1024 })]
    [InlineData(1025, new[] { 2, 1023, 2 })]
    [InlineData(1026, new[] { 2, 1024, 2 })]
    [InlineData(2048, new[] { 2, 1024, 1024 })]
    [InlineData(2049, new[] { 3, 1024, 1023, 2 })]
    [InlineData(2050, new[] { 3, 1024, 1024, 2 })]
    public void Inner_nodes_take_1024_children_and_none_is_left_with_one(int partCount, int[] childCounts) =>
        SimulatedRepository.Run(1, (machine, repository) =>
        {
            var scheduler = machine.Machine.Scheduler;
            var catalog = new SegmentCatalog(repository.Store, repository.PlainDomain, scheduler, Mebi);
            using var session = WriteSession.Open(repository, catalog, "host", "test");
            using var packer = session.CreatePacker(SegmentKind.Metadata, CompressionSettings.Parse("none"));
            using var nodes = new MetadataStore(scheduler, session, packer);
            var builder = new FileContentBuilder(nodes);
            builder.Add(new PartContent([Extent.Hole(1)], null, 1));
            Assert.Equal((FileContent.Inline([Extent.Hole(1)]), 1), builder.Finish());
            for (var i = 0; i < partCount; i++)
            {
                builder.Add(new PartContent([], LeafOf(i), i + 1));
            }

            var (content, size) = builder.Finish();
            Assert.Equal(partCount * (partCount + 1L) / 2, size);
            Assert.Equal((FileContent.Empty, 0), builder.Finish());
            if (childCounts.Length == 0)
            {
                Assert.Equal(new NodeReference(0, LeafOf(0)), content.Root);
                return;
            }

            nodes.Flush();
            session.Commit(() => MadeUpBackup.Describe(session.Id, content.Root!.Value.Id, "full", 0, 0, 0));
            var index = ChunkIndex.Open(repository.Store, repository.Machine.Scheduler, repository.State, catalog);
            using var chunks = new ChunkReader(repository.Store, scheduler, index, Mebi);
            var counts = new List<int>();
            var leaves = new List<ChunkId>();
            Collect(chunks, content.Root!.Value, size, counts, leaves);
            Assert.Equal(childCounts, counts);
            Assert.Equal(Enumerable.Range(0, partCount).Select(LeafOf), leaves);
            Assert.All(counts, count => Assert.InRange(count, 2, ChildrenMax));
        });

    private static void Collect(ChunkReader chunks, NodeReference node, long size, List<int> counts, List<ChunkId> leaves)
    {
        if (node.Depth == 0)
        {
            leaves.Add(node.Id);
            return;
        }

        ExtentInner inner;
        using (var lease = chunks.Read(node.Id))
        {
            inner = ExtentInner.Decode(lease.Bytes);
        }

        Assert.Equal(node.Depth, inner.Depth);
        Assert.Equal(size, inner.Length);
        counts.Add(inner.Children.Length);
        foreach (var child in inner.Children)
        {
            Collect(chunks, new NodeReference(node.Depth - 1, child.ChunkId), child.Length, counts, leaves);
        }
    }

    private static ChunkId LeafOf(int number) => ChunkId.OfPlain(BitConverter.GetBytes(number));
}

using GeodeArchive.Backup.Trees;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Reading;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Repository.Sessions;
using GeodeArchive.Tests.Repository;

namespace GeodeArchive.Tests.Backup;

public sealed class TreeReaderTests
{
    private const int Mebi = 1 << 20;

    [Fact]
    public void A_name_that_two_leaves_of_a_directory_hold_is_damage() => SimulatedRepository.Run(1, (machine, repository) =>
    {
        var scheduler = machine.Machine.Scheduler;
        var catalog = new SegmentCatalog(repository.Store, scheduler, Mebi);
        using var session = WriteSession.Open(repository, catalog, "host", "test");
        using var packer = session.CreatePacker(SegmentKind.Metadata, CompressionSettings.Parse("none"));
        var first = Put(packer, writer => new DirectoryLeaf([Entry("a"), Entry("c")]).Encode(writer));
        var second = Put(packer, writer => new DirectoryLeaf([Entry("b"), Entry("c")]).Encode(writer));
        var inner = Put(packer, writer => new DirectoryInner(1, [Child("a", first), Child("b", second)]).Encode(writer));
        packer.Flush();
        session.Commit(() => Backup(session.Id, inner));

        var index = ChunkIndex.Open(repository.Store, repository.Machine.Scheduler, repository.State, catalog);
        using var chunks = new ChunkReader(repository.Store, scheduler, index, Mebi);
        var error = Assert.Throws<RepositoryException>(() => new TreeReader(chunks).ReadDirectory(new NodeReference(1, inner)).Count());
        Assert.Equal(FormatError.BadOrder, error.DamageKind);
    });

    private static ChunkId Put(ChunkPacker packer, Action<FormatWriter> encode)
    {
        var node = new FormatWriter();
        encode(node);
        var id = ChunkId.OfPlain(node.WrittenSpan);
        packer.Add(id, node.WrittenSpan);
        return id;
    }

    private static TreeEntry Entry(string name) => new()
    {
        Name = Name(name),
        Kind = EntryKind.Fifo,
        Mode = 0,
        LinkCount = 1,
    };

    private static DirectoryChild Child(string name, ChunkId id) => new(Name(name), id, 2);

    private static byte[] Name(string name) => System.Text.Encoding.ASCII.GetBytes(name);

    private static BackupAddRecord Backup(SessionId session, ChunkId root) => new()
    {
        BackupId = new BackupId(new Id128(1, 1)),
        Name = "made-up",
        BackupType = BackupType.Full,
        SourceKind = SourceKind.DirectoryTree,
        Domain = Domain.Plain,
        ParentId = default,
        ChainId = new BackupId(new Id128(1, 1)),
        SessionId = session,
        Started = 0,
        Finished = 0,
        RootChunk = root,
        FileCount = 0,
        DirectoryCount = 1,
        OtherCount = 4,
        LogicalSize = 0,
        ReadSize = 0,
        StoredSize = 0,
        IncompleteCount = 0,
        Segments = SegmentRuns.Empty,
    };
}

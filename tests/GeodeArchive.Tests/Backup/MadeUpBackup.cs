using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Tests.Backup;

/// <summary>Stores whatever nodes and chunks a test makes up and commits them as a backup: what no program of ours would write.</summary>
internal sealed class MadeUpBackup : IDisposable
{
    public const string Name = "made-up";

    private readonly WriteSession _session;
    private readonly ChunkPacker _packer;

    public MadeUpBackup(ArchiveRepository repository)
    {
        Catalog = new SegmentCatalog(repository.Store, repository.PlainDomain, repository.Machine.Scheduler, 1 << 20);
        _session = WriteSession.Open(repository, Catalog, "host", "test");
        _packer = _session.CreatePacker(SegmentKind.Metadata, CompressionSettings.Parse("none"));
    }

    public SegmentCatalog Catalog { get; }

    public ChunkId Put(Action<FormatWriter> encode)
    {
        var node = new FormatWriter();
        encode(node);
        return Put(node.WrittenSpan);
    }

    public ChunkId Put(ReadOnlySpan<byte> chunk)
    {
        var id = ChunkId.OfPlain(chunk);
        if (_session.Claim(id) == ChunkClaim.New)
        {
            _packer.Add(id, chunk);
        }

        return id;
    }

    /// <summary>A directory of these entries, without a name.</summary>
    public TreeEntry Directory(params TreeEntry[] entries) => Directory(
        new DirectoryContent(new NodeReference(0, Put(new DirectoryLeaf([.. entries]).Encode)), entries.Length));

    public static TreeEntry Directory(DirectoryContent content) => Entry(string.Empty) with
    {
        Kind = EntryKind.Directory,
        Directory = content,
    };

    public static TreeEntry File(string name, long size, FileContent content) => Entry(name) with
    {
        Kind = EntryKind.File,
        Size = size,
        Content = content,
    };

    public static TreeEntry Entry(string name) => new()
    {
        Name = NameOf(name),
        Kind = EntryKind.Fifo,
        Mode = 0,
        LinkCount = 1,
    };

    public static byte[] NameOf(string name) => System.Text.Encoding.ASCII.GetBytes(name);

    /// <summary>Commits a backup of that source directory.</summary>
    public BackupAddRecord Commit(TreeEntry root, string name = Name, long fileCount = 0, long otherCount = 0, long logicalSize = 0)
    {
        var id = Put(new BackupRoot
        {
            SourceKind = SourceKind.DirectoryTree,
            Host = "host",
            Source = NameOf("/made-up"),
            Program = "test",
            Entry = root,
        }.Encode);
        _packer.Flush();
        return _session.Commit(() => Describe(_session.Id, id, name, fileCount, otherCount, logicalSize)).Backup;
    }

    public void Dispose()
    {
        _packer.Dispose();
        _session.Dispose();
    }

    public static BackupAddRecord Describe(
        SessionId session, ChunkId root, string name, long fileCount, long otherCount, long logicalSize) => new()
    {
        BackupId = new BackupId(session.Value),
        Name = name,
        BackupType = BackupType.Full,
        SourceKind = SourceKind.DirectoryTree,
        Domain = Domain.Plain,
        ParentId = default,
        ChainId = new BackupId(session.Value),
        SessionId = session,
        Started = 0,
        Finished = 0,
        RootChunk = root,
        FileCount = fileCount,
        DirectoryCount = 1,
        OtherCount = otherCount,
        LogicalSize = logicalSize,
        ReadSize = 0,
        StoredSize = 0,
        IncompleteCount = 0,
        Segments = SegmentRuns.Empty,
    };
}

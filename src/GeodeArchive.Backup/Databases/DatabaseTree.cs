using GeodeArchive.Backup.Assembling;
using GeodeArchive.Backup.Storing;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Store;

namespace GeodeArchive.Backup.Databases;

/// <summary>The tree of a backup of a database: the files of a data directory, as a checkpoint has them.</summary>
internal sealed class DatabaseTree
{
    private const uint FileMode = 0x180; // 0600
    private const uint DirectoryMode = 0x1C0; // 0700

    private readonly FileMetadata _directory;
    private readonly long _time;
    private readonly PageFile _catalog;
    private readonly List<PageFile> _graphs;

    /// <summary>The files of a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="directory">The data directory: its owner is that of all.</param>
    /// <param name="cuts">How files are cut.</param>
    public DatabaseTree(StoreCheckpoint checkpoint, FileMetadata directory, PageCuts cuts)
    {
        _directory = directory;
        _time = checkpoint.Superblock.Time;
        _catalog = new PageFile(checkpoint.OpenFile(default), CatalogName, cuts, SuperblockPage(checkpoint));
        _graphs = checkpoint.Graphs
            .OrderBy(graph => graph.Value.FileNumber)
            .Select(graph => new PageFile(
                checkpoint.OpenFile(graph.Key), FileName.From(graph.Value.FileNumber.ToString()), cuts))
            .ToList();
    }

    public static FileName CatalogName { get; } = FileName.From("catalog");

    public static FileName GraphsName { get; } = FileName.From("graphs");

    /// <summary>All files, in the order of their names.</summary>
    public IEnumerable<PageFile> Files => [_catalog, .. _graphs];

    /// <summary>Builds the directories, when all parts of all files are stored.</summary>
    public TreeEntry Assemble(MetadataStore nodes, TreeCounts counts)
    {
        var content = new FileContentBuilder(nodes);
        var root = new DirectoryBuilder(nodes, EntryOf([], EntryKind.Directory, DirectoryMode));
        root.Add(Finish(_catalog, content, counts));
        var graphs = new DirectoryBuilder(nodes, EntryOf(GraphsName.Bytes, EntryKind.Directory, DirectoryMode));
        foreach (var graph in _graphs)
        {
            graphs.Add(Finish(graph, content, counts));
        }

        var directory = graphs.Finish();
        counts.Add(directory);
        root.Add(directory);
        var entry = root.Finish();
        counts.Add(entry);
        return entry;
    }

    /// <summary>The superblock as the only one of its catalog: nothing older can be gone back to.</summary>
    private static byte[] SuperblockPage(StoreCheckpoint checkpoint)
    {
        var page = new byte[StoreLimits.PageSize];
        (checkpoint.Superblock with { Slot = PageCuts.SuperblockPage }).Encode(page);
        return page;
    }

    private TreeEntry Finish(PageFile file, FileContentBuilder builder, TreeCounts counts)
    {
        foreach (var part in file.TakeParts())
        {
            builder.Add(part);
        }

        var (content, size) = builder.Finish();
        var entry = EntryOf(file.Name.Bytes, EntryKind.File, FileMode) with { Content = content, Size = size };
        counts.Add(entry);
        return entry;
    }

    private TreeEntry EntryOf(ReadOnlySpan<byte> name, EntryKind kind, uint mode)
    {
        var time = TreeEntries.TimeOf(_time);
        return new TreeEntry
        {
            Name = name.ToArray(),
            Kind = kind,
            Mode = mode,
            UserId = (uint)_directory.UserId,
            GroupId = (uint)_directory.GroupId,
            ModifiedSeconds = time.Seconds,
            ModifiedNanoseconds = time.Nanoseconds,
            ChangedSeconds = time.Seconds,
            ChangedNanoseconds = time.Nanoseconds,
        };
    }
}

using GeodeArchive.Backup.Storing;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Backup.Databases;

/// <summary>
/// The backup of an earlier state of the database that an incremental or differential goes on from. What is damaged of it is as if it
/// were not there, and noted.
/// </summary>
internal sealed class ParentDatabase : IDisposable
{
    private readonly TreeReader _reader;
    private readonly WriteSession _session;
    private readonly BackupAddRecord _backup;
    private readonly List<string> _notes;
    private TreeEntry? _catalog;
    private ParentCursor? _graphs;

    /// <summary>Opens the backup.</summary>
    /// <param name="reader">Reads its tree.</param>
    /// <param name="session">Uses what it holds.</param>
    /// <param name="backup">The backup: a state that the one that is backed up goes on from.</param>
    /// <param name="notes">For the operator.</param>
    public ParentDatabase(TreeReader reader, WriteSession session, BackupAddRecord backup, List<string> notes)
    {
        _reader = reader;
        _session = session;
        _backup = backup;
        _notes = notes;
        Try(() =>
        {
            foreach (var entry in reader.ReadDirectory(reader.ReadRoot(backup.RootChunk).Entry.Directory!))
            {
                if (entry.Name.Span.SequenceEqual(DatabaseTree.CatalogName.Bytes))
                {
                    _catalog = entry;
                }
                else if (entry.Kind == EntryKind.Directory && entry.Name.Span.SequenceEqual(DatabaseTree.GraphsName.Bytes))
                {
                    _graphs = new ParentCursor(reader.ReadDirectory(entry.Directory!).GetEnumerator());
                }
            }
        });
    }

    /// <summary>What changed since is born after this checkpoint.</summary>
    public Generation Generation => new((long)_backup.Generation);

    /// <summary>The name that a chunk has there.</summary>
    public ChunkId IdOf(ReadOnlySpan<byte> chunk) => _session.Domain.IdOf(chunk);

    /// <summary>The parent's parts of a file; null if it has no such file. Graphs are asked for in the order of their names.</summary>
    public IEnumerator<PartContent>? Find(PageFile file)
    {
        TreeEntry? entry = null;
        Try(() => entry = file.IsCatalog ? _catalog : _graphs?.Find(file.Name.Bytes));
        return entry is { Kind: EntryKind.File, Flags: EntryFlags.None } ? _reader.ReadParts(entry).GetEnumerator() : null;
    }

    /// <summary>The next part; null behind the last, and where it is damaged or not cut as files are cut now.</summary>
    public PartContent? Next(IEnumerator<PartContent> parts, long sizeMax)
    {
        PartContent? part = null;
        Try(() => part = parts.MoveNext() ? parts.Current : null);
        return part is not null && part.Length <= sizeMax && part.Extents.All(extent => extent.Length % StoreLimits.PageSize == 0)
            ? part
            : null;
    }

    /// <summary>Relies on what is stored: true if the repository has all of it.</summary>
    public bool TryUse(ChunkId? leaf, IEnumerable<Extent> extents)
    {
        ChunkId last = default;
        foreach (var extent in extents)
        {
            if (extent.Kind != ExtentKind.Hole && extent.ChunkId != last && !_session.TryUse(extent.ChunkId))
            {
                return false;
            }

            last = extent.ChunkId;
        }

        return leaf is not { } node || _session.TryUse(node);
    }

    public void Dispose() => _graphs?.Dispose();

    private void Try(Action step)
    {
        try
        {
            step();
        }
        catch (RepositoryException damage) when (TreeDamage.IsDamage(damage))
        {
            _notes.Add($"{damage.Message}; what {_backup.Name} has of it cannot be used, and was read again");
        }
    }
}

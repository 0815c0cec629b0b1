using GeodeArchive.Backup.Trees;
using GeodeArchive.Backup.Verifying;
using GeodeArchive.Backup.Viewing;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Backup.Exporting;

/// <summary>
/// Which chunks of its segments a backup needs, one bit each. A subtree that was seen is not entered again: neither a tree that repeats
/// itself, nor one that was made to, takes longer than it has nodes.
/// </summary>
internal sealed class UsedChunks
{
    private const int BitsPerWord = 64;

    private readonly TreeReader _tree;
    private readonly ListedChunks _listed;
    private readonly Dictionary<SegmentId, ulong[]> _bits = [];

    private UsedChunks(ArchiveReader reader, BackupAddRecord backup)
    {
        _tree = reader.Tree;
        _listed = new ListedChunks(reader.Repository.State, backup.Segments, reader.Index);
    }

    /// <summary>Walks the whole tree of a backup.</summary>
    /// <exception cref="RepositoryException">It is damaged.</exception>
    public static UsedChunks Of(ArchiveReader reader, BackupAddRecord backup)
    {
        var used = new UsedChunks(reader, backup);
        used.TryMark(backup.RootChunk);
        used.Walk(reader.Tree.ReadRoot(backup.RootChunk).Entry);
        return used;
    }

    /// <summary>Chunks of a segment that the backup needs, by their places in the segment's table.</summary>
    public IEnumerable<int> In(SegmentTable table)
    {
        if (!_bits.TryGetValue(table.Segment.Id, out var bits))
        {
            yield break;
        }

        for (var chunk = 0; chunk < table.Chunks.Count; chunk++)
        {
            if ((bits[chunk / BitsPerWord] >> (chunk % BitsPerWord) & 1) != 0)
            {
                yield return chunk;
            }
        }
    }

    private void Walk(TreeEntry top)
    {
        var open = new Stack<(string Path, IEnumerator<TreeEntry> Entries)>();
        try
        {
            Enter(open, top, string.Empty);
            while (open.TryPeek(out var frame))
            {
                try
                {
                    if (frame.Entries.MoveNext())
                    {
                        Visit(open, frame.Entries.Current, frame.Path);
                    }
                    else
                    {
                        open.Pop().Entries.Dispose();
                    }
                }
                catch (RepositoryException damage) when (TreeDamage.IsDamage(damage))
                {
                    throw TreeDamage.Naming(damage, TreeDamage.Show(frame.Path));
                }
            }
        }
        finally
        {
            while (open.TryPop(out var left))
            {
                left.Entries.Dispose();
            }
        }
    }

    private void Visit(Stack<(string Path, IEnumerator<TreeEntry> Entries)> open, TreeEntry entry, string path)
    {
        if (entry.Directory is not null)
        {
            Enter(open, entry, $"{path}{ByteText.Show(entry.Name.Span)}/");
        }
        else if (entry.Kind == EntryKind.File)
        {
            MarkFile(entry);
        }
    }

    private void Enter(Stack<(string Path, IEnumerator<TreeEntry> Entries)> open, TreeEntry entry, string path)
    {
        if (!TryMark(entry.Directory!.Root.Id))
        {
            return;
        }

        foreach (var node in _tree.ReadDirectoryNodes(entry.Directory))
        {
            TryMark(node);
        }

        open.Push((path, _tree.ReadDirectory(entry.Directory).GetEnumerator()));
    }

    private void MarkFile(TreeEntry file)
    {
        if (file.Content!.Root is { } root && !TryMark(root.Id))
        {
            return;
        }

        foreach (var node in _tree.ReadExtentNodes(file))
        {
            TryMark(node);
        }

        foreach (var extent in _tree.ReadExtents(file))
        {
            if (extent.Kind != ExtentKind.Hole)
            {
                TryMark(extent.ChunkId);
            }
        }
    }

    /// <summary>Marks a chunk; false if it was marked before.</summary>
    private bool TryMark(ChunkId id)
    {
        if (!_listed.TryFind(id, out var table, out _, out var isKnown))
        {
            throw (isKnown ? null : _listed.WhyNotFound(id)) ?? RepositoryException.Damage(
                RepositoryNames.IndexPrefix.TrimEnd('/'),
                FormatError.BadReference,
                "chunk",
                -1,
                isKnown ? $"chunk {id} is in no segment that the backup lists" : $"no index knows chunk {id}");
        }

        var chunk = table.FindChunk(id);
        if (!_bits.TryGetValue(table.Segment.Id, out var bits))
        {
            bits = new ulong[(table.Chunks.Count + BitsPerWord - 1) / BitsPerWord];
            _bits.Add(table.Segment.Id, bits);
        }

        var mask = 1UL << (chunk % BitsPerWord);
        var isNew = (bits[chunk / BitsPerWord] & mask) == 0;
        bits[chunk / BitsPerWord] |= mask;
        return isNew;
    }
}

using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup.Viewing;

/// <summary>What is in one backup, without restoring it. For one worker.</summary>
public sealed class BackupView : IDisposable
{
    private static readonly byte[] Zeros = new byte[64 << 10];

    private readonly ArchiveReader _reader;

    private BackupView(ArchiveReader reader, BackupAddRecord backup)
    {
        _reader = reader;
        Backup = backup;
        Root = reader.Tree.ReadRoot(backup.RootChunk);
    }

    /// <summary>The backup as the repository has it.</summary>
    public BackupAddRecord Backup { get; }

    /// <summary>What was backed up, where, and by what.</summary>
    public BackupRoot Root { get; }

    /// <summary>The source, for people.</summary>
    public string SourceText => ByteText.Show(Root.Source.Span);

    /// <summary>Where the backup is.</summary>
    public ArchiveRepository Repository => _reader.Repository;

    internal TreeReader Tree => _reader.Tree;

    internal ArchiveReader Reader => _reader;

    /// <summary>Looks a backup up and reads its root.</summary>
    /// <exception cref="RepositoryException">There is none of that name, or what is read of it is damaged.</exception>
    public static BackupView Open(ArchiveRepository repository, string name)
    {
        var backup = BackupLookup.Find(repository, name);
        var reader = ArchiveReader.Open(repository, backup);
        try
        {
            return new BackupView(reader, backup);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    /// <summary>The entry at a path; that of what was backed up has no name.</summary>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.NotFound"/>: there is none.</exception>
    public TreeEntry Find(TreePath path) => TryFind(path) ?? throw path.NotFoundIn(this);

    /// <summary>The entry at a path, or null.</summary>
    public TreeEntry? TryFind(TreePath path)
    {
        var entry = Root.Entry;
        foreach (var name in path.Names)
        {
            if (entry.Directory is not { } directory || Tree.Find(directory, name.Bytes) is not { } found)
            {
                return null;
            }

            entry = found;
        }

        return entry;
    }

    /// <summary>
    /// Lists what is below a path, in the order of the bytes of names, a directory before what is in it; of anything else but a directory,
    /// that itself. Holds one leaf a level in memory.
    /// </summary>
    /// <param name="path">Where to begin.</param>
    /// <param name="recursive">Whether directories below it are entered.</param>
    /// <exception cref="RepositoryException">Nothing is at the path, or the tree is damaged.</exception>
    public IEnumerable<ListedEntry> List(TreePath path, bool recursive)
    {
        var top = Find(path);
        return top.Directory is null ? [new ListedEntry(path.ToString(), top)] : Walk(PrefixOf(path), top, recursive);
    }

    /// <summary>Writes the content of a file, holes as zeros. Every chunk of it is checked before it is written.</summary>
    /// <param name="path">Where it is, for messages.</param>
    /// <param name="file">The entry of the file.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="RepositoryException">The content is damaged; what precedes the damage has been written.</exception>
    public void Copy(TreePath path, TreeEntry file, Stream output)
    {
        try
        {
            foreach (var extent in Tree.ReadExtents(file))
            {
                if (extent.Kind == ExtentKind.Hole)
                {
                    WriteZeros(output, extent.Length);
                    continue;
                }

                using var lease = _reader.Chunks.Read(extent.ChunkId);
                output.Write(Tree.BytesOf(extent, lease));
            }
        }
        catch (RepositoryException damage) when (TreeDamage.IsDamage(damage))
        {
            throw TreeDamage.Naming(damage, path.ToString());
        }
    }

    /// <summary>Lists all that is below a directory.</summary>
    internal IEnumerable<ListedEntry> Walk(string prefix, TreeEntry directory, bool recursive)
    {
        var open = new Stack<(string Prefix, IEnumerator<TreeEntry> Entries)>();
        try
        {
            open.Push((prefix, Tree.ReadDirectory(directory.Directory!).GetEnumerator()));
            while (open.TryPeek(out var frame))
            {
                if (!MoveNext(frame.Prefix, frame.Entries))
                {
                    open.Pop().Entries.Dispose();
                    continue;
                }

                var entry = frame.Entries.Current;
                var path = frame.Prefix + ByteText.Show(entry.Name.Span);
                yield return new ListedEntry(path, entry);
                if (recursive && entry.Directory is { } inner)
                {
                    open.Push((path + "/", Tree.ReadDirectory(inner).GetEnumerator()));
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

    private static string PrefixOf(TreePath path) => path.Names.Count == 0 ? string.Empty : $"{path}/";

    private static bool MoveNext(string path, IEnumerator<TreeEntry> entries)
    {
        try
        {
            return entries.MoveNext();
        }
        catch (RepositoryException damage) when (TreeDamage.IsDamage(damage))
        {
            throw TreeDamage.Naming(damage, TreeDamage.Show(path));
        }
    }

    private static void WriteZeros(Stream output, long length)
    {
        for (; length > 0; length -= Math.Min(length, Zeros.Length))
        {
            output.Write(Zeros.AsSpan(0, (int)Math.Min(length, Zeros.Length)));
        }
    }
}

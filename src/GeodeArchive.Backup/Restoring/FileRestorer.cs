using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Reading;

namespace GeodeArchive.Backup.Restoring;

/// <summary>
/// One worker's stage: fetches the chunks of files and writes them. Files of 256 KiB and more go past the page cache. Damage or
/// a failing target ends the restore; there is no such thing as a restore with holes.
/// </summary>
internal sealed class FileRestorer : IDisposable
{
    /// <summary>Files of this size and more are written past the page cache.</summary>
    public const int DirectSizeMin = 256 << 10;

    private const int BufferSize = 1 << 20;
    private const int ModeWhileWriting = 0x180; // 0600

    private readonly ChunkReader _chunks;
    private readonly TreeReader _tree;
    private readonly MetadataRestorer _metadata;
    private readonly RestoreCounts _counts;
    private readonly RunProgress _progress;
    private readonly FileComparer _comparer;
    private readonly FileUpdater _updater;
    private readonly AlignedBuffer _buffer = new(BufferSize);

    /// <summary>Makes the stage.</summary>
    /// <param name="chunks">Where content comes from.</param>
    /// <param name="tree">Says of which chunks a file is.</param>
    /// <param name="metadata">Sets the rest.</param>
    /// <param name="names">Names for what replaces something.</param>
    /// <param name="counts">Is told what was there.</param>
    /// <param name="progress">Is told what is done.</param>
    public FileRestorer(
        ChunkReader chunks, TreeReader tree, MetadataRestorer metadata, TemporaryNames names, RestoreCounts counts, RunProgress progress)
    {
        _comparer = new FileComparer(chunks, tree);
        _updater = new FileUpdater(_comparer, metadata, names);
        _counts = counts;
        _chunks = chunks;
        _tree = tree;
        _metadata = metadata;
        _progress = progress;
    }

    /// <summary>Makes an empty file.</summary>
    public static IFile Create(IDirectory directory, FileName name, FileOpening opening)
    {
        try
        {
            return directory.CreateFile(name, ModeWhileWriting, opening);
        }
        catch (FileException error) when (MetadataRestorer.MayLackModes(error))
        {
            // Made, but not with this mode? If it was not made, that it could not be is what there is to say.
            if (MetadataRestorer.TryOpen(() => directory.OpenFileForWriting(name, opening)) is { } made)
            {
                return made;
            }

            throw;
        }
    }

    public void Run(BoundedQueue<RestoreFile[]> queue)
    {
        while (queue.TryTake(out var batch))
        {
            var done = 0;
            try
            {
                for (; done < batch.Length; done++)
                {
                    Restore(batch[done]);
                    batch[done].Directory.Release();
                }
            }
            finally
            {
                RestoreFile.Release(batch[done..]);
            }
        }
    }

    public void Dispose() => _buffer.Dispose();

    /// <summary>Restores one file.</summary>
    public void Restore(RestoreFile item)
    {
        var name = FileName.From(item.Entry.Name.Span);
        var path = new EntryPath(item.Directory.Path, name);
        try
        {
            if (item.Part is { } part)
            {
                RestorePart(part);
                return;
            }

            Restore(item, name, path);
        }
        catch (RepositoryException damage) when (TreeDamage.IsDamage(damage))
        {
            throw TreeDamage.Naming(damage, path.ToString());
        }

        _progress.AddEntries(1);
    }

    private void RestorePart(RestorePart part)
    {
        var output = new FileOutput(part.File.File, _buffer, FileOpening.Direct, part.Offset);
        WriteExtents(ref output, part.Extents, old: null);
        output.FinishPart();
        part.File.Release();
    }

    private void Restore(RestoreFile item, FileName name, EntryPath path)
    {
        var directory = item.Directory.Directory;
        var opening = item.Entry.Size >= DirectSizeMin ? FileOpening.Direct : FileOpening.Buffered;
        if (item.Way is RestoreWay.Make or RestoreWay.Fill)
        {
            using var file = item.Way == RestoreWay.Fill
                ? directory.OpenFileForWriting(name, opening)
                : Create(directory, name, opening);
            Fill(file, item.Entry, opening, path, old: null);
            return;
        }

        var isKept = _updater.Update(directory, name, item.Entry, path, item.Way == RestoreWay.Replace, (temporary, old) =>
        {
            using var file = Create(directory, temporary, opening);
            Fill(file, item.Entry, opening, path, old);

            // Renamed over the old one before it is durable, a power cut could leave neither.
            file.SyncAll();
        });
        if (isKept)
        {
            _counts.AddKept();
        }
    }

    /// <summary>Writes content and metadata. What an old file has at the same place is not fetched.</summary>
    private void Fill(IFile file, TreeEntry entry, FileOpening opening, EntryPath path, IFile? old)
    {
        var output = new FileOutput(file, _buffer, opening);

        // They sum to the size of the entry: reading them sees to that.
        WriteExtents(ref output, _tree.ReadExtents(entry), old);
        output.Finish();
        _metadata.Restore(file, entry, path);
    }

    private void WriteExtents(ref FileOutput output, IEnumerable<Extent> extents, IFile? old)
    {
        var position = 0L;
        foreach (var extent in extents)
        {
            if (extent.Kind == ExtentKind.Hole)
            {
                output.Skip(extent.Length);
            }
            else if (old is not null && _comparer.TryRead(old, position, extent, out var bytes))
            {
                output.Write(bytes);
            }
            else
            {
                WriteChunk(ref output, extent);
            }

            position += extent.Length;
        }
    }

    private void WriteChunk(ref FileOutput output, Extent extent)
    {
        using var lease = _chunks.Read(extent.ChunkId);
        if (!extent.Fits(lease.Bytes.Length))
        {
            throw _tree.Damage(extent.ChunkId, FormatError.BadReference, "extent", $"not its {lease.Bytes.Length} bytes are asked for");
        }

        output.Write(lease.Bytes.Slice((int)extent.Offset, (int)extent.Length));
        _progress.AddBytes(extent.Length);
    }
}

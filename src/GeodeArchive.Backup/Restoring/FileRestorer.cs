using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Trees;
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
    private readonly RunProgress _progress;
    private readonly AlignedBuffer _buffer = new(BufferSize);

    public FileRestorer(ChunkReader chunks, TreeReader tree, MetadataRestorer metadata, RunProgress progress)
    {
        _chunks = chunks;
        _tree = tree;
        _metadata = metadata;
        _progress = progress;
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

    private void Restore(RestoreFile item)
    {
        var name = FileName.From(item.Entry.Name.Span);
        var path = item.Directory.PathOf(name);
        try
        {
            if (item.Part is { } part)
            {
                RestorePart(part);
                return;
            }

            Restore(item.Directory.Directory, name, item.Entry, path);
        }
        catch (RepositoryException damage) when (TreeDamage.IsDamage(damage))
        {
            throw TreeDamage.Naming(damage, path);
        }

        _progress.AddEntries(1);
    }

    private void RestorePart(RestorePart part)
    {
        var output = new FileOutput(part.File.File, _buffer, FileOpening.Direct, part.Offset);
        WriteExtents(ref output, part.Extents);
        output.FinishPart();
        part.File.Release();
    }

    private void Restore(IDirectory directory, FileName name, TreeEntry entry, string path)
    {
        var opening = entry.Size >= DirectSizeMin ? FileOpening.Direct : FileOpening.Buffered;
        using var file = Create(directory, name, opening);
        var output = new FileOutput(file, _buffer, opening);

        // They sum to the size of the entry: reading them sees to that.
        WriteExtents(ref output, _tree.ReadExtents(entry));
        output.Finish();
        _metadata.Restore(file, entry, path);
    }

    private void WriteExtents(ref FileOutput output, IEnumerable<Extent> extents)
    {
        foreach (var extent in extents)
        {
            if (extent.Kind == ExtentKind.Hole)
            {
                output.Skip(extent.Length);
                continue;
            }

            using var lease = _chunks.Read(extent.ChunkId);
            if (!extent.Fits(lease.Bytes.Length))
            {
                throw _tree.Damage(extent.ChunkId, FormatError.BadReference, "extent", $"not its {lease.Bytes.Length} bytes are asked for");
            }

            output.Write(lease.Bytes.Slice((int)extent.Offset, (int)extent.Length));
            _progress.AddBytes(extent.Length);
        }
    }

    /// <summary>Makes a file, also where it cannot have the mode.</summary>
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
}

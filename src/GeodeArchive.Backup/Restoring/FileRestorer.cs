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
    private const int DirectSizeMin = 256 << 10;
    private const int BufferSize = 1 << 20;
    private const int ModeWhileWriting = 0x180; // 0600

    private readonly ChunkReader _chunks;
    private readonly TreeReader _tree;
    private readonly MetadataRestorer _metadata;
    private readonly RunProgress _progress;
    private readonly AlignedBuffer _buffer = new(BufferSize);

    public FileRestorer(ChunkReader chunks, MetadataRestorer metadata, RunProgress progress)
    {
        _chunks = chunks;
        _tree = new TreeReader(chunks);
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
        var entry = item.Entry;
        var name = FileName.From(entry.Name.Span);
        var opening = entry.Size >= DirectSizeMin ? FileOpening.Direct : FileOpening.Buffered;
        using var file = item.Directory.Directory.CreateFile(name, ModeWhileWriting, opening);
        var output = new FileOutput(file, _buffer, opening);
        foreach (var extent in _tree.ReadExtents(entry.Content!))
        {
            if (extent.Kind == ExtentKind.Hole)
            {
                output.Skip(extent.Length);
                continue;
            }

            using var lease = _chunks.Read(extent.ChunkId);
            if (!extent.Fits(lease.Bytes.Length))
            {
                throw RepositoryException.Damage(
                    $"chunk {extent.ChunkId}",
                    FormatError.BadReference,
                    "extent",
                    -1,
                    $"{item.Directory.PathOf(name)} needs other bytes of it than its {lease.Bytes.Length}");
            }

            output.Write(lease.Bytes.Slice((int)extent.Offset, (int)extent.Length));
            _progress.AddBytes(extent.Length);
        }

        if (output.Finish() != entry.Size && (entry.Flags & EntryFlags.Unreadable) == 0)
        {
            throw RepositoryException.Damage(
                "tree",
                FormatError.BadReference,
                "entry",
                -1,
                $"the extents of {item.Directory.PathOf(name)} do not sum to its {entry.Size} bytes");
        }

        _metadata.Restore(file, entry, item.Directory.PathOf(name));
        _progress.AddEntries(1);
    }
}

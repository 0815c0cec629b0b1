using GeodeArchive.Backup.Chunking;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Format;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Backup.Storing;

/// <summary>
/// One worker's stage: reads parts of files, cuts them into chunks, names each by its content, and stores those that are new. A
/// file that cannot be read is a problem of that file; a store that cannot be written ends the backup.
/// </summary>
internal sealed class FileStorer : IDisposable
{
    /// <summary>Fewer extents than this stay in the file's entry.</summary>
    public const int InlineExtentsMax = 16;

    private const long HoleSearchSizeMin = 1 << 20;
    private const int RunExtentsMax = 60_000;

    private readonly WriteSession _session;
    private readonly GearChunker _chunker;
    private readonly ChunkPacker _packer;
    private readonly MetadataStore _nodes;
    private readonly AttributeReader _attributes;
    private readonly RunProgress _progress;
    private readonly AlignedBuffer _buffer;
    private readonly List<Extent> _extents = [];
    private readonly List<(PendingFile File, long Part, PartContent Content)> _done = [];
    private readonly FormatWriter _leaf = new();

    public FileStorer(
        WriteSession session,
        GearChunker chunker,
        ChunkPacker packer,
        MetadataStore nodes,
        AttributeReader attributes,
        RunProgress progress,
        int chunkSizeMax)
    {
        _session = session;
        _chunker = chunker;
        _packer = packer;
        _nodes = nodes;
        _attributes = attributes;
        _progress = progress;
        // No more than a processor's own cache holds: each byte is read, cut, hashed and copied.
        _buffer = new AlignedBuffer(Math.Max(1 << 20, 2 * chunkSizeMax));
    }

    /// <summary>Stores parts until the queue ends, then sends the last block.</summary>
    public void Run(BoundedQueue<FilePart[]> queue)
    {
        while (queue.TryTake(out var batch))
        {
            var done = 0;
            try
            {
                for (; done < batch.Length; done++)
                {
                    _done.Add((batch[done].File, batch[done].Index, Store(batch[done])));
                    batch[done].File.Directory.Release();
                }

                PendingFile.Complete(_done);
                _done.Clear();
            }
            finally
            {
                FilePart.Release(batch[done..]);
            }
        }

        _packer.Flush();
    }

    public void Dispose()
    {
        _packer.Dispose();
        _buffer.Dispose();
    }

    private PartContent Store(FilePart part)
    {
        try
        {
            using var file = part.File.Directory.Directory.OpenFile(part.File.Name);
            _extents.Clear();
            var length = StoreContent(file, part);
            var content = ReadAttributes(file, part, StoreExtents(part, length));
            return Judge(content, part, IsChanged(part.File.Metadata, file.GetMetadata()));
        }
        catch (FileException error) when (error.Error == FileError.NotFound)
        {
            return PartContent.Failed(PartOutcome.Vanished, "it vanished before it could be read");
        }
        catch (FileException error)
        {
            return PartContent.Failed(PartOutcome.Unreadable, error.Message);
        }
    }

    /// <summary>
    /// A part that came out short is one of a changed file, whatever the metadata say: some file systems never change them.
    /// </summary>
    private static PartContent Judge(PartContent content, FilePart part, bool isChanged)
    {
        const string Changed = "it changed while it was read; what was read is saved and marked";
        if (content.Length < part.Length)
        {
            return content with
            {
                Outcome = PartOutcome.Short,
                Problem = isChanged ? Changed : "it ended before its size; what was read is saved and marked",
            };
        }

        return isChanged ? content with { Outcome = PartOutcome.Changed, Problem = Changed } : content;
    }

    private static bool IsChanged(FileMetadata walked, FileMetadata read) =>
        walked.Size != read.Size || walked.Modified != read.Modified || walked.Changed != read.Changed || walked.Inode != read.Inode;

    private PartContent ReadAttributes(IFile file, FilePart part, PartContent content)
    {
        if (part.Index > 0)
        {
            return content;
        }

        var attributes = _attributes.Read(file, part.File.Metadata, out var problem);
        return problem is not null ? content with { Attributes = attributes, Outcome = PartOutcome.Changed, Problem = problem }
            : attributes.IsEmpty ? content
            : content with { Attributes = attributes };
    }

    /// <summary>Stores what is in a part and notes its holes; returns how far the file reaches into it.</summary>
    private long StoreContent(IFile file, FilePart part)
    {
        if (part.IsHole)
        {
            _extents.Add(Extent.Hole(part.Length));
            return part.Length;
        }

        // In a small file that has all the blocks that it needs, a hole is not worth asking for.
        var metadata = part.File.Metadata;
        return metadata.AllocatedSize < metadata.Size || metadata.Size >= HoleSearchSizeMin
            ? StoreRuns(file, part)
            : StoreChunks(file, part.Offset, part.Length);
    }

    private long StoreRuns(IFile file, FilePart part)
    {
        var position = part.Offset;
        var end = part.Offset + part.Length;
        while (position < end)
        {
            // A file system that breaks a part into more pieces than a node holds gets the rest of it as data.
            var (start, dataEnd) = _extents.Count < RunExtentsMax ? FindData(file, position, end) : (position, end);
            if (start > position)
            {
                _extents.Add(Extent.Hole(start - position));
            }

            var stored = StoreChunks(file, start, dataEnd - start);
            position = start + stored;
            if (position < dataEnd || start == dataEnd)
            {
                break;
            }
        }

        return position - part.Offset;
    }

    /// <summary>The next data up to <paramref name="end"/>. Where there is none: nothing, at the end of the hole or of the file.</summary>
    private static (long Start, long End) FindData(IFile file, long position, long end)
    {
        if (file.TryFindData(position, out var start, out var dataEnd))
        {
            return (Math.Min(start, end), Math.Min(dataEnd, end));
        }

        var holeEnd = Math.Clamp(file.Length, position, end);
        return (holeEnd, holeEnd);
    }

    private long StoreChunks(IFile file, long offset, long length)
    {
        var filled = 0;
        long read = 0;
        long stored = 0;
        var isEnd = length == 0;
        while (!isEnd || filled > 0)
        {
            if (!isEnd)
            {
                var wanted = (int)Math.Min(_buffer.Length - filled, length - read);
                var count = file.Read(_buffer.Span.Slice(filled, wanted), offset + read);
                read += count;
                filled += count;
                _progress.AddBytes(count);
                isEnd = count < wanted || read == length;
            }

            var used = StoreWhole(_buffer.Span[..filled], isEnd);
            stored += used;
            _buffer.Span[used..filled].CopyTo(_buffer.Span);
            filled -= used;
        }

        return stored;
    }

    /// <summary>Stores the chunks that end inside <paramref name="bytes"/> and returns how many bytes they have.</summary>
    private int StoreWhole(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        var used = 0;
        while (used < bytes.Length)
        {
            var length = _chunker.FindBoundary(bytes[used..], isEnd);
            if (length == 0)
            {
                break;
            }

            StoreChunk(bytes.Slice(used, length));
            used += length;
        }

        return used;
    }

    private void StoreChunk(ReadOnlySpan<byte> chunk)
    {
        var id = _session.Domain.IdOf(chunk);
        if (_session.Claim(id) == ChunkClaim.New)
        {
            _packer.Add(id, chunk);
            _progress.AddNewBytes(chunk.Length);
        }

        _extents.Add(Extent.Whole(id, chunk.Length));
    }

    private PartContent StoreExtents(FilePart part, long length)
    {
        if (part.File.PartCount == 1 && _extents.Count <= InlineExtentsMax)
        {
            return new PartContent([.. _extents], null, length);
        }

        if (_extents.Count == 0)
        {
            return new PartContent([], null, 0);
        }

        _leaf.Clear();
        new ExtentLeaf([.. _extents]).Encode(_leaf);
        return new PartContent([], _nodes.Put(_leaf.WrittenSpan), length);
    }
}

using System.Runtime.ExceptionServices;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Blocks;

namespace GeodeArchive.Repository.Segments;

/// <summary>
/// Puts encoded blocks of one kind into segments, in the order they come, and streams those to the store in parts of 8 MiB: one
/// worker writes while others fill the next part. Safe for several workers.
/// </summary>
internal sealed class SegmentWriter : IDisposable
{
    /// <summary>Size of the parts in which segments go to the store.</summary>
    public const int PartSize = 8 << 20;

    private const long SegmentSizeTarget = 64L << 20;
    private const int ChunkCountMax = 128 << 10;
    private const int BlockCountMax = 64 << 10;
    private const int PartsQueuedMax = 2;

    private readonly IObjectStore _store;
    private readonly ArchiveDomain _domain;
    private readonly SessionId _session;
    private readonly SegmentKind _kind;
    private readonly BufferPool _parts;
    private readonly IStoredChunks _registry;
    private readonly IGate _gate;

    // Apart from the gate: its holder may wait for room in the queue, which the worker must be able to make.
    private readonly IGate _listGate;
    private readonly BoundedQueue<SegmentPart> _queue;
    private readonly IWorker _worker;
    private readonly List<SegmentSummary> _sealed = [];
    private readonly List<OpenSegment> _unsealed = [];
    private OpenSegment? _segment;
    private AlignedBuffer? _part;
    private int _partLength;
    private bool _disposed;

    /// <summary>Starts a writer.</summary>
    /// <param name="machine">Gives the worker that writes.</param>
    /// <param name="store">Where segments go.</param>
    /// <param name="domain">Whether and how they are encrypted.</param>
    /// <param name="session">Whose they are.</param>
    /// <param name="kind">What they hold.</param>
    /// <param name="parts">Buffers of <see cref="PartSize"/>.</param>
    /// <param name="registry">Is told where chunks went.</param>
    public SegmentWriter(
        Machine machine,
        IObjectStore store,
        ArchiveDomain domain,
        SessionId session,
        SegmentKind kind,
        BufferPool parts,
        IStoredChunks registry)
    {
        _store = store;
        _domain = domain;
        _session = session;
        _kind = kind;
        _parts = parts;
        _registry = registry;
        _gate = machine.Scheduler.CreateGate();
        _listGate = machine.Scheduler.CreateGate();
        _queue = new BoundedQueue<SegmentPart>(machine.Scheduler, PartsQueuedMax);
        _worker = machine.Scheduler.Start($"segment writer ({kind})", WriteParts);
    }

    /// <summary>Adds a block and its chunks.</summary>
    /// <returns>The segment that it is in.</returns>
    /// <exception cref="RepositoryException">The store failed, now or earlier.</exception>
    public SegmentId Append(BlockEncoder block, ReadOnlySpan<ChunkDirectoryEntry> chunks)
    {
        _gate.Enter();
        try
        {
            _segment ??= Begin();
            var id = _segment.Id;
            Fill(_segment, _segment.Add(block, chunks));
            if (_segment.Size >= SegmentSizeTarget || _segment.Chunks.Count >= ChunkCountMax || _segment.BlockCount >= BlockCountMax)
            {
                Seal(_segment);
            }

            return id;
        }
        catch (QueueFailedException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerException ?? error);
            throw;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Seals the last segment and waits until all are durable.</summary>
    /// <returns>All segments of this writer.</returns>
    public IReadOnlyList<SegmentSummary> Finish()
    {
        _gate.Enter();
        try
        {
            if (_segment is not null)
            {
                Seal(_segment);
            }

            _queue.Complete();
        }
        catch (QueueFailedException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerException ?? error);
        }
        finally
        {
            _gate.Exit();
        }

        _worker.Join();
        return _sealed;
    }

    /// <summary>Gives up what is not finished: an unsealed segment never becomes an object.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Fail(new OperationCanceledException("the segment writer was closed before it was finished"));
        try
        {
            _worker.Join();
        }
        catch (Exception)
        {
            // Whoever closes an unfinished writer is already failing with the reason.
        }

        foreach (var segment in _unsealed)
        {
            segment.Upload.Dispose();
        }

        if (_part is not null)
        {
            _parts.Return(_part);
        }
    }

    /// <summary>Ends the queue, and the waiting for buffers that would never come back.</summary>
    private void Fail(Exception failure)
    {
        _parts.Fail(failure);
        foreach (var part in _queue.Fail(failure))
        {
            _parts.Return(part.Buffer);
        }
    }

    private OpenSegment Begin()
    {
        var file = _domain.NewSegment(_session, _kind);
        try
        {
            var id = new SegmentId(file.Header.FileId.Value);
            var segment = new OpenSegment(file, _domain, _store.BeginUpload(RepositoryNames.Segment(id)));
            AddUnsealed(segment);
            Fill(segment, segment.Header);
            return segment;
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    private void AddUnsealed(OpenSegment segment)
    {
        _listGate.Enter();
        try
        {
            _unsealed.Add(segment);
        }
        finally
        {
            _listGate.Exit();
        }
    }

    private void Fill(OpenSegment segment, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            _part ??= _parts.Rent();
            var count = Math.Min(bytes.Length, PartSize - _partLength);
            bytes[..count].CopyTo(_part.Span[_partLength..]);
            _partLength += count;
            bytes = bytes[count..];
            if (_partLength == PartSize)
            {
                Send(segment, isLast: false);
            }
        }
    }

    private void Seal(OpenSegment segment)
    {
        Fill(segment, segment.EncodeEnd());
        _segment = null;
        Send(segment, isLast: true);
    }

    private void Send(OpenSegment segment, bool isLast)
    {
        var part = new SegmentPart(segment, _part ?? _parts.Rent(), _partLength, isLast);
        _part = null;
        _partLength = 0;
        try
        {
            _queue.Add(part);
        }
        catch (QueueFailedException)
        {
            _parts.Return(part.Buffer);
            throw;
        }
    }

    private void WriteParts()
    {
        try
        {
            while (_queue.TryTake(out var part))
            {
                Write(part);
            }
        }
        catch (ObjectException error)
        {
            var failure = RepositoryException.From(error);
            Fail(failure);
            throw failure;
        }
        catch (Exception error) when (error is not QueueFailedException)
        {
            // Whatever it is, nobody makes room or gives buffers back from now on.
            Fail(error);
            throw;
        }
    }

    private void Write(SegmentPart part)
    {
        try
        {
            if (part.Length > 0)
            {
                part.Segment.Upload.WritePart(part.Buffer, part.Length);
            }

            if (part.IsLast)
            {
                part.Segment.Upload.Complete();
            }
        }
        finally
        {
            _parts.Return(part.Buffer);
        }

        if (part.IsLast)
        {
            MoveToSealed(part.Segment);
        }
    }

    private void MoveToSealed(OpenSegment segment)
    {
        var summary = segment.Summary ?? throw new InvalidOperationException("a last part without a summary");
        _listGate.Enter();
        try
        {
            _unsealed.Remove(segment);
            _sealed.Add(summary);
        }
        finally
        {
            _listGate.Exit();
        }

        segment.Upload.Dispose();
        _registry.Stored(summary, segment.Chunks);
    }
}

using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Blocks;
using GeodeArchive.Wal;
using GeodeArchive.Wal.Reading;

namespace GeodeArchive.Recovery.Reading;

/// <summary>
/// Reads the records of a path through an archive, in order. What comes next is fetched by one worker and checked and decompressed by
/// another, a few MiB ahead. Every object and block is checked, and that each object is the one that follows. For one worker.
/// </summary>
public sealed class ArchivedLogReader : ILogSource, IDisposable
{
    private const int FetchSize = 1 << 20;
    private const int FetchedAhead = 2;
    private const int DecodedAhead = 8;

    private readonly LogArchive _archive;
    private readonly IReadOnlyList<LogStretch> _path;
    private readonly BoundedQueue<FetchedBlocks> _fetched;
    private readonly BoundedQueue<DecodedRecords> _decoded;
    private readonly ConcurrentStack<byte[]> _freeStored = new();
    private readonly ConcurrentStack<byte[]> _freePlain = new();
    private readonly WorkerGroup _workers;
    private DecodedRecords? _current;
    private byte[] _bytes = [];
    private int _position;
    private int _limit;
    private Lsn _start;
    private long _offset;
    private LogArchiveException? _failure;
    private bool _isDisposed;

    /// <summary>Starts to read ahead.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="path">The stretches, in order; each but the first goes on where the one before ends, on a child of its timeline. A
    /// stretch to 2^64-1 goes as far as there are objects.</param>
    public ArchivedLogReader(LogArchive archive, IReadOnlyList<LogStretch> path)
    {
        _archive = archive;
        _path = path;
        var scheduler = archive.Machine.Scheduler;
        _fetched = new BoundedQueue<FetchedBlocks>(scheduler, FetchedAhead);
        _decoded = new BoundedQueue<DecodedRecords>(scheduler, DecodedAhead);
        _workers = new WorkerGroup(scheduler, Abort);
        _workers.Start("log fetcher", Fetch);
        _workers.Start("log decoder", Decode);
    }

    /// <summary>The place after the last record that was read.</summary>
    public Lsn Position => _start + _position;

    /// <inheritdoc/>
    /// <exception cref="LogException"><see cref="LogError.Damaged"/> with the object's key and offset; all before it was given out.
    /// <see cref="LogError.Failed"/>: the store failed.</exception>
    public bool TryRead(out LogRecord record)
    {
        while (_position >= _limit)
        {
            if (!TryTakeBlock())
            {
                record = default;
                return false;
            }
        }

        var rest = _bytes.AsSpan(_position, _limit - _position);
        var header = LogRecordHeader.Decode(rest, _offset);
        _position += header.TotalSize;
        record = new LogRecord(header.Type, rest[LogRecordHeader.Size..header.TotalSize], _start + _position, _offset);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        Abort(new OperationCanceledException("the reader was closed"));
        try
        {
            _workers.Join();
        }
        catch (OperationCanceledException)
        {
            // What ended them.
        }
    }

    private bool TryTakeBlock()
    {
        if (_failure is not null)
        {
            throw _failure.AsLogException();
        }

        if (_current is not null)
        {
            _freePlain.Push(_current.Bytes);
            _current = null;
        }

        if (!TryTake(out var next))
        {
            return false;
        }

        if (next.Failure is not null)
        {
            _failure = next.Failure;
            throw _failure.AsLogException();
        }

        _current = next;
        _bytes = next.Bytes;
        _position = next.From;
        _limit = next.To;
        _start = next.Start;
        _offset = next.Offset;
        return true;
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DecodedRecords? next)
    {
        try
        {
            return _decoded.TryTake(out next);
        }
        catch (QueueFailedException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerException ?? error);
            throw;
        }
    }

    private void Abort(Exception failure)
    {
        _fetched.Fail(failure);
        _decoded.Fail(failure);
    }

    private void Fetch()
    {
        using var access = new ArchiveAccess(_archive);
        try
        {
            foreach (var stretch in _path)
            {
                foreach (var table in new ObjectWalk(access, stretch).Tables())
                {
                    FetchBlocks(table, stretch);
                }
            }
        }
        catch (LogArchiveException error)
        {
            // What comes before it is given out first.
            _fetched.Add(FetchedBlocks.Failed(error));
        }

        _fetched.Complete();
    }

    private void FetchBlocks(LogObjectTable table, LogStretch stretch)
    {
        var blocks = table.Footer.Blocks;
        var index = 0;
        while (index < blocks.Length)
        {
            if (blocks[index].EndLsn <= stretch.From)
            {
                index++;
                continue;
            }

            if (blocks[index].Granule.Start >= stretch.To)
            {
                return;
            }

            var end = index + 1;
            while (end < blocks.Length && blocks[end].End - blocks[index].Offset <= FetchSize && blocks[end].Granule.Start < stretch.To)
            {
                end++;
            }

            var bytes = Read(table, blocks[index].Offset, (int)(blocks[end - 1].End - blocks[index].Offset));
            _fetched.Add(new FetchedBlocks(table, index, end - index, bytes, stretch.From, stretch.To, null));
            index = end;
        }
    }

    private byte[] Read(LogObjectTable table, long offset, int size)
    {
        try
        {
            var bytes = Rent(_freeStored, size, FetchSize);
            var count = _archive.Store.GetRange(table.Key, offset, bytes.AsSpan(0, size));
            return count == size
                ? bytes
                : throw LogArchiveException.Damage(
                    table.Key.Text, FormatError.Truncated, "block", offset, "the file became shorter while it was read");
        }
        catch (ObjectException error)
        {
            throw LogArchiveException.From(error);
        }
    }

    private void Decode()
    {
        using var decoder = new BlockDecoder();
        long recordCount = 0;
        while (_fetched.TryTake(out var fetched))
        {
            if (fetched.Table is null)
            {
                _decoded.Add(DecodedRecords.Failed(fetched.Failure!));
                break;
            }

            try
            {
                DecodeBlocks(decoder, fetched, ref recordCount);
            }
            catch (ArchiveFormatException damage)
            {
                _decoded.Add(DecodedRecords.Failed(LogArchiveException.Damage(fetched.Table.Key.Text, damage)));
                _fetched.Fail(new OperationCanceledException("what was fetched is damaged"));
                break;
            }
        }

        _decoded.Complete();
    }

    private void DecodeBlocks(BlockDecoder decoder, FetchedBlocks fetched, ref long recordCount)
    {
        var table = fetched.Table!;
        var position = 0;
        for (var index = fetched.First; index < fetched.First + fetched.Count; index++)
        {
            var block = table.Footer.Blocks[index];
            var header = BlockDecoder.DecodeHeader(
                fetched.Bytes.AsSpan(position), block.Offset, table.Trailer.FileId, index, BlockType.LogRecords);
            block.ExpectHeader(header);
            var plain = Rent(_freePlain, block.PlainSize, LogArchiveLimits.BlockPlainSizeUsual);
            var records = plain.AsSpan(0, block.PlainSize);
            decoder.DecodePayload(header, fetched.Bytes.AsSpan(position + BlockHeader.Size, header.StoredSize), records);
            var count = BlockContent.Check(records, block, BlockContent.CommitAfter(table.Footer, index));
            recordCount = index == 0 ? count : recordCount + count;
            var from = fetched.From > block.Granule.Start ? (int)(fetched.From - block.Granule.Start) : 0;
            var to = fetched.To < block.EndLsn ? (int)(fetched.To - block.Granule.Start) : block.PlainSize;
            RequireBoundary(records, from, block);
            RequireBoundary(records, to, block);
            _decoded.Add(new DecodedRecords(plain, from, to, block.Granule.Start, block.Offset, null));
            position += BlockHeader.Size + block.StoredSize;
        }

        var isWhole = fetched.From <= table.Section.StartLsn && fetched.First + fetched.Count == table.Footer.Blocks.Length;
        if (isWhole)
        {
            table.Footer.ExpectTrailer(table.Trailer, recordCount);
        }

        _freeStored.Push(fetched.Bytes);
    }

    private static void RequireBoundary(ReadOnlySpan<byte> records, int place, in LogObjectBlock block)
    {
        if (place == 0 || place == records.Length)
        {
            return;
        }

        var cursor = new RecordCursor(records, Lsn.Zero, block.Offset);
        while (cursor.MoveNext() && cursor.End.Value < (ulong)place)
        {
        }

        if (cursor.End.Value != (ulong)place)
        {
            throw new ArchiveFormatException(
                FormatError.BadReference, "block", block.Offset, $"no record ends at {block.Granule.Start + place}");
        }
    }

    private static byte[] Rent(ConcurrentStack<byte[]> free, int size, int sizeUsual) =>
        free.TryPop(out var bytes) && bytes.Length >= size ? bytes : new byte[Math.Max(size, sizeUsual)];
}

using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Wal.Reading;

namespace GeodeArchive.Store.Replaying;

/// <summary>
/// The first stage of a replay: reads and checks records, and computes the fingerprints of their rows, ahead of who applies them.
/// </summary>
internal sealed class ReplayReader
{
    private const int ChunkSize = 256 << 10;

    private readonly ILogSource _log;
    private readonly BoundedQueue<ReplayChunk> _full;
    private readonly BoundedQueue<ReplayChunk> _empty;
    private readonly FormatWriter _parts = new(0);
    private readonly FingerprintBatch _sums = new();
    private long _openSize;

    public ReplayReader(ILogSource log, BoundedQueue<ReplayChunk> full, BoundedQueue<ReplayChunk> empty)
    {
        _log = log;
        _full = full;
        _empty = empty;
    }

    /// <summary>Reads to the end of the log.</summary>
    public void Run()
    {
        try
        {
            while (_empty.TryTake(out var chunk) && Fill(chunk))
            {
                _full.Add(chunk);
            }

            _full.Complete();
        }
        catch (QueueFailedException)
        {
            // Who applies has failed, and says why.
        }
        catch (Exception failure)
        {
            _full.Fail(failure);
        }
    }

    private bool Fill(ReplayChunk chunk)
    {
        chunk.Clear();
        _sums.Begin(chunk.Sums);
        while (_log.TryRead(out var record))
        {
            if (record.Type == LogRecordType.Restart)
            {
                _sums.Complete();
                chunk.Void();
                _parts.Clear();
                _openSize = 0;
                continue;
            }

            if (record.Type == LogRecordType.Commit)
            {
                _openSize = 0;
                chunk.EndTransaction(record.Body, record.FrameOffset, record.End);
                if (chunk.Size >= ChunkSize)
                {
                    _sums.Complete();
                    return true;
                }

                continue;
            }

            var redo = RedoRecord.Decode(record.Type, record.Body, record.FrameOffset);
            NoteSize(LogRecordHeader.Size + record.Body.Length, record.FrameOffset);
            chunk.Add(redo);
            NoteRow(redo);
        }

        _sums.Complete();
        chunk.Void();
        return chunk.Count > 0;
    }

    /// <summary>What no commit ended is in memory: no more than a transaction may have.</summary>
    private void NoteSize(int size, long frameOffset)
    {
        _openSize += size;
        if (_openSize > LogLimits.TransactionSizeMax)
        {
            throw new ArchiveFormatException(
                FormatError.TooLarge,
                "transaction",
                frameOffset,
                $"more than {LogLimits.TransactionSizeMax} bytes without a commit");
        }
    }

    private void NoteRow(RedoRecord record)
    {
        if (record.Type == RedoType.Part)
        {
            _parts.WriteBytes(record.Bytes);
        }
        else if (record.Type is RedoType.Node or RedoType.Relationship)
        {
            var keyspace = record.Type == RedoType.Node ? GraphKeyspace.Node : GraphKeyspace.Relationship;
            var key = GraphKey.Of(stackalloc byte[Graphs.GraphTree.KeySizeMax], keyspace, record.Id);
            if (_parts.Length == 0)
            {
                _sums.Add(key, record.Bytes);
                return;
            }

            _parts.WriteBytes(record.Bytes);
            _sums.Add(key, _parts.WrittenSpan);
            _parts.Clear();
        }
    }
}

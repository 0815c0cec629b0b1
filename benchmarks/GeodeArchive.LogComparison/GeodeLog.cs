using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Wal;
using GeodeArchive.Wal.Appending;

namespace GeodeArchive.LogComparison;

/// <summary>The log of this project.</summary>
internal sealed class GeodeLog : ILogUnderTest
{
    private const int ReleaseInterval = 1024;

    private readonly WriteAheadLog _log;
    private readonly ThreadLocal<LogBatch> _batches = new(() => new LogBatch());
    private long _count;

    public GeodeLog(string directory)
    {
        var machine = SystemMachine.Create();
        var timeline = new LogTimeline
        {
            Epoch = 1,
            DatabaseId = new DatabaseId(new Id128(1, 1)),
            TimelineId = new TimelineId(new Id128(2, 2)),
            ParentId = default,
            Fork = Lsn.Zero,
            Created = 0,
        };
        Directory.CreateDirectory(directory);
        _log = WriteAheadLog.Create(machine, machine.Files.OpenDirectory(FilePath.From(directory)), new LogOptions(), timeline);
    }

    public void AppendDurably(ReadOnlySpan<byte> entry) => _log.WaitDurable(AppendEntry(entry));

    public ValueTask AppendDurablyAsync(byte[] entry) => _log.WaitDurableAsync(AppendEntry(entry));

    public void Append(ReadOnlySpan<byte> entry) => AppendEntry(entry);

    public void Sync() => _log.WaitDurable(_log.End);

    public void Dispose()
    {
        _log.Dispose();
        _batches.Dispose();
    }

    private Lsn AppendEntry(ReadOnlySpan<byte> entry)
    {
        var batch = _batches.Value!;
        batch.Clear();
        batch.Add(LogRecordType.RedoFirst, entry);
        var end = _log.Append(batch);
        if ((Interlocked.Increment(ref _count) & (ReleaseInterval - 1)) == 0)
        {
            // As checkpoints would: segments are used again.
            _log.Release(_log.Durable);
        }

        return end;
    }
}

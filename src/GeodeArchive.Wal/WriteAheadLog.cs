using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Wal.Appending;
using GeodeArchive.Wal.Flushing;
using GeodeArchive.Wal.Reading;
using GeodeArchive.Wal.Recovering;
using GeodeArchive.Wal.Segments;

namespace GeodeArchive.Wal;

/// <summary>
/// The write-ahead log of a database. Whoever waits for durability while nobody flushes, flushes, for all who appended before; others join
/// the next flush. One flush is in flight at a time. Safe for many workers.
/// </summary>
/// <remarks>
/// After a write or sync fails, the log is poisoned: everything waiting and everything later fails with
/// <see cref="LogError.OutcomeUnknown"/>, and only reading goes on. Opening it again finds out what became durable.
/// </remarks>
public sealed partial class WriteAheadLog : IDisposable
{
    private const int BufferCount = 4;

    private readonly Machine _machine;
    private readonly LogDirectory _directory;
    private readonly LogOptions _options;
    private readonly IGate _gate;
    private readonly SegmentPreparer _preparer;
    private readonly FrameWriter _writer;
    private readonly SegmentList _segments = new();
    private readonly Stack<FrameBuffer> _free = [];
    private readonly List<FrameBuffer> _sealed = [];
    private FrameBuffer? _active;
    private SegmentPlace _place;
    private long _offset;
    private Lsn _end;
    private Lsn _durable;
    private long _timeMax;
    private Xid _xidMax;
    private bool _isLongAppend;
    private bool _isCutting;
    private bool _isClosed;
    private LogException? _poison;

    private WriteAheadLog(Machine machine, LogDirectory directory, LogOptions options, RecoveredLog recovered)
    {
        _machine = machine;
        _directory = directory;
        _options = options;
        _gate = machine.Scheduler.CreateGate();
        Timeline = recovered.Timeline;
        Start = recovered.Start;
        Cut = recovered.Cut;
        _writer = recovered.Writer;
        _place = recovered.Place;
        _offset = recovered.Offset;
        _end = _writer.Written;
        _durable = _writer.Durable;
        _witnessed = _durable;
        _timeMax = recovered.TimeMax;
        _xidMax = recovered.XidMax;
        foreach (var (number, start) in recovered.Segments)
        {
            _segments.Add(number, start);
        }

        _archived = directory.ReadArchived(Timeline.TimelineId);
        for (var i = 0; i < BufferCount; i++)
        {
            _free.Push(new FrameBuffer(options.FrameSize));
        }

        _isGathered = () => _awaiting.Count >= _gatherTarget;
        _flusher = new FlusherSignal(machine.Scheduler);
        _preparer = new SegmentPreparer(machine, directory, options, WakeAll);
        _preparer.Start(machine.Scheduler, _segments.Count, recovered.Ahead, recovered.NextNumber);
        _flusherWorker = machine.Scheduler.Start("log flusher", RunFlusher);
    }

    /// <summary>The timeline that is written.</summary>
    public LogTimeline Timeline { get; }

    /// <summary>Where the log started when it was opened: everything before was there already.</summary>
    public Lsn Start { get; }

    /// <summary>Where opening the log cut a torn tail, or null.</summary>
    public LogCut? Cut { get; }

    /// <summary>The place after the last record appended.</summary>
    public Lsn End => Under(static log => log._end);

    /// <summary>The place up to which all records are durable: nothing beyond it may be shown to anybody.</summary>
    public Lsn Durable => Under(static log => log._durable);

    /// <summary>The oldest place that can be read.</summary>
    public Lsn Oldest => Under(static log => log._segments.Start);

    /// <summary>Bytes of all segments, in use and ahead.</summary>
    public long Size => _preparer.Count * _options.SegmentSize;

    /// <summary>
    /// Whether so many bytes find room only when segments are released: else one is being made. Each opening begins a segment, so that few
    /// bytes may fill many.
    /// </summary>
    public bool NeedsRelease(int size) => Under(log => log._segments.Count + log.WantedFor(size, isReserveUsed: false))
        > _options.SegmentCountMax;

    /// <summary>Why the log takes nothing more, or null.</summary>
    public LogException? Poison => Under(static log => log._poison);

    /// <summary>Makes a new log in an empty directory.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="directory">The directory, which the log owns from now on, also if it cannot be made.</param>
    /// <param name="options">How it is kept.</param>
    /// <param name="timeline">Its first timeline; the log begins where that leaves its parent.</param>
    /// <param name="timeMax">The highest time of a commit before that; <see cref="long.MinValue"/> if there is none.</param>
    /// <param name="xidMax">The highest XID of a commit before that; 0 if there is none.</param>
    public static WriteAheadLog Create(
        Machine machine,
        IDirectory directory,
        LogOptions options,
        LogTimeline timeline,
        long timeMax = long.MinValue,
        Xid xidMax = default)
    {
        var start = new LogEnd(timeline.Fork, 0, timeMax, xidMax);
        return Open(
            machine, directory, options, (files, writerOptions) => LogRecovery.Create(machine, files, writerOptions, timeline, start));
    }

    /// <summary>Opens a log: follows it to its end, cuts a torn tail, and goes on in a new segment.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="directory">The directory, which the log owns from now on, also if it cannot be opened.</param>
    /// <param name="options">How it is kept.</param>
    /// <param name="start">The place from where on everything must be there: that of the store's checkpoint.</param>
    /// <param name="durable">The highest place that store or archive know to have been durable.</param>
    /// <param name="identity">Whose log it must be; null for anybody's.</param>
    /// <exception cref="LogException"><see cref="LogError.Damaged"/>: acknowledged data is damaged; nothing was changed.
    /// <see cref="LogError.OtherDatabase"/>: nothing was changed.</exception>
    public static WriteAheadLog Open(
        Machine machine, IDirectory directory, LogOptions options, Lsn start, Lsn durable = default, LogIdentity? identity = null) => Open(
            machine,
            directory,
            options,
            (files, writerOptions) => LogRecovery.Run(machine, files, writerOptions, start, durable, identity));

    /// <summary>Appends records, all together or none.</summary>
    /// <returns>The place after them. They are not durable yet: see <see cref="WaitDurable"/>.</returns>
    /// <exception cref="LogException"><see cref="LogError.Full"/> after the commit timeout, <see cref="LogError.TooLarge"/>,
    /// <see cref="LogError.OutcomeUnknown"/>, <see cref="LogError.Closed"/>.</exception>
    /// <exception cref="ArgumentException">The commit's XID is not above that of the commit before.</exception>
    public Lsn Append(LogBatch batch) => Append(batch, _options.CommitTimeout, isReserveUsed: false);

    /// <summary>
    /// As <see cref="Append(LogBatch)"/>, but waits for room no longer than <paramref name="timeout"/>; none is to try once.
    /// </summary>
    public Lsn Append(LogBatch batch, TimeSpan timeout) => Append(batch, timeout, isReserveUsed: false);

    /// <summary>As <see cref="Append(LogBatch)"/>, for the engine's own records: may use the reserved segment, so that a full log can be
    /// drained.</summary>
    public Lsn AppendReserved(LogBatch batch) => Append(batch, _options.CommitTimeout, isReserveUsed: true);

    /// <summary>Reads records from a place on, as far as they are durable, also those that come later.</summary>
    /// <exception cref="LogException"><see cref="LogError.OutOfRange"/>, <see cref="LogError.Closed"/>.</exception>
    public LogReader Read(Lsn from) => new(this, _directory, from);

    /// <summary>
    /// Makes everything durable, writes a frame that witnesses it, and closes the log. Of a poisoned log only the files are closed.
    /// </summary>
    public void Dispose()
    {
        _gate.Enter();
        if (_isClosed)
        {
            _gate.Exit();
            return;
        }

        _isClosed = true;
        _gate.Exit();
        _flusher.Stop();
        _flusherWorker.Join();
        _preparer.Dispose();
        Close();
        _writer.Dispose();
        _active?.Dispose();
        foreach (var buffer in _free.Concat(_sealed))
        {
            buffer.Dispose();
        }

        _directory.Dispose();
    }

    /// <summary>The segment that holds a place.</summary>
    internal long SegmentOf(Lsn lsn)
    {
        _gate.Enter();
        var number = _segments.Find(lsn);
        _gate.Exit();
        return number;
    }

    /// <summary>Whether a segment was not released: else its file may be another by now.</summary>
    internal bool Holds(long number)
    {
        _gate.Enter();
        var isHeld = _segments.Contains(number);
        _gate.Exit();
        return isHeld;
    }

    /// <summary>The segment after another, and where it starts.</summary>
    internal (long Number, Lsn Start)? SegmentAfter(long number)
    {
        _gate.Enter();
        var next = _segments.Next(number);
        _gate.Exit();
        return next;
    }

    private static WriteAheadLog Open(
        Machine machine, IDirectory directory, LogOptions options, Func<LogDirectory, LogOptions, RecoveredLog> recover)
    {
        var files = new LogDirectory(machine, directory);
        try
        {
            options.Validate();
            return new WriteAheadLog(machine, files, options, recover(files, options));
        }
        catch (Exception error)
        {
            files.Dispose();
            if (error is FileException failure)
            {
                throw LogException.From(failure);
            }

            throw;
        }
    }

    private T Under<T>(Func<WriteAheadLog, T> read)
    {
        _gate.Enter();
        var value = read(this);
        _gate.Exit();
        return value;
    }

    private void WakeAll()
    {
        _gate.Enter();
        _gate.PulseAll();
        _gate.Exit();
    }

    private void ThrowIfUnusable()
    {
        if (_poison is not null)
        {
            throw new LogException(_poison.Error, _poison.Message, _poison.Hint, _poison);
        }

        if (_isClosed)
        {
            throw LogException.Closed();
        }
    }
}

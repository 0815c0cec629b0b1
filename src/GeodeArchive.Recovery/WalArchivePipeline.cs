using GeodeArchive.Io.Scheduling;
using GeodeArchive.Recovery.Archiving;
using GeodeArchive.Wal;

namespace GeodeArchive.Recovery;

/// <summary>
/// Archives a log for as long as it lives: a full object at once, what there is after the upload interval, a note when there is nothing.
/// Tries again for ever when the store fails, and drops nothing: the log keeps what is not archived. Safe for many workers.
/// </summary>
public sealed class WalArchivePipeline : IDisposable
{
    private readonly LogArchive _archive;
    private readonly WriteAheadLog _log;
    private readonly LogArchiverOptions _options;
    private readonly LogArchiver _archiver;
    private readonly IGate _gate;
    private readonly IWorker _worker;
    private LogArchiverStatus _status;
    private bool _isStopping;
    private bool _isClosed;

    /// <summary>Starts archiving.</summary>
    /// <param name="archive">Where to.</param>
    /// <param name="log">What; the caller disposes it, after the pipeline.</param>
    /// <param name="options">How.</param>
    /// <exception cref="LogArchiveException">See <see cref="LogArchiver.Open"/>.</exception>
    public WalArchivePipeline(LogArchive archive, WriteAheadLog log, LogArchiverOptions options)
    {
        _archive = archive;
        _log = log;
        _options = options;
        _archiver = LogArchiver.Open(archive, log, options);
        _status = new LogArchiverStatus(_archiver.Archived, log.Durable, 0, 0, null, 0, null);
        _gate = archive.Machine.Scheduler.CreateGate();
        _worker = archive.Machine.Scheduler.Start("log archiver", Run);
    }

    /// <summary>How far it is.</summary>
    public LogArchiverStatus Status
    {
        get
        {
            var durable = _log.Durable;
            _gate.Enter();
            try
            {
                return _status with { Durable = durable };
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    /// <summary>
    /// Archives what is durable, notes that it did, and ends. What cannot be stored now stays in the log: the next start goes on.
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
        _isStopping = true;
        _gate.PulseAll();
        _gate.Exit();
        try
        {
            _worker.Join();
        }
        finally
        {
            _archiver.Dispose();
        }
    }

    private void Run()
    {
        var clock = _archive.Machine.Clock;
        var lastDone = clock.GetTimestamp();
        var delay = TimeSpan.Zero;
        while (Wait(delay > TimeSpan.Zero ? delay : _options.PollInterval))
        {
            var isDue = clock.GetElapsedTime(lastDone) >= _options.UploadInterval;
            if (!isDue && !_archiver.HasFullObject)
            {
                continue;
            }

            if (!TryStep(isDue, out var isFinal))
            {
                if (isFinal)
                {
                    return;
                }

                delay = NextDelay(delay);
                continue;
            }

            delay = TimeSpan.Zero;
            lastDone = clock.GetTimestamp();
        }

        TryStep(isDue: true, out _);
    }

    /// <summary>Archives what is due: full objects, or what was durable when it began.</summary>
    private bool TryStep(bool isDue, out bool isFinal)
    {
        isFinal = false;
        try
        {
            var goal = _log.Durable;
            while ((isDue ? _archiver.Archived < goal : _archiver.HasFullObject) && _archiver.ShipOnce())
            {
                Update(status => status with { Archived = _archiver.Archived, ObjectCount = status.ObjectCount + 1 });
            }

            if (!_archiver.HasMore && _archiver.NoteCovered() is { } time)
            {
                Update(status => status with { CoveredTime = time });
            }

            Update(status => status with { LastError = null });
            return true;
        }
        catch (LogArchiveException error)
        {
            isFinal = error.Error is not LogArchiveError.Failed;
            var stopped = isFinal ? error : null;
            Update(status => status with { FailureCount = status.FailureCount + 1, LastError = error.Message, Stopped = stopped });
            return false;
        }
        catch (Exception error)
        {
            // Of whatever kind: the log keeps what is not archived, and would fill without anybody knowing why.
            Update(status => status with { FailureCount = status.FailureCount + 1, LastError = error.Message });
            return false;
        }
    }

    private TimeSpan NextDelay(TimeSpan delay)
    {
        var next = delay == TimeSpan.Zero ? _options.RetryDelayMin : 2 * delay;
        return next < _options.RetryDelayMax ? next : _options.RetryDelayMax;
    }

    /// <summary>Waits; false when the pipeline is to end.</summary>
    private bool Wait(TimeSpan time)
    {
        var clock = _archive.Machine.Clock;
        var started = clock.GetTimestamp();
        _gate.Enter();
        try
        {
            while (!_isStopping)
            {
                var left = time - clock.GetElapsedTime(started);
                if (left <= TimeSpan.Zero)
                {
                    return true;
                }

                _gate.Wait(left);
            }

            return false;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Update(Func<LogArchiverStatus, LogArchiverStatus> change)
    {
        _gate.Enter();
        try
        {
            _status = change(_status);
        }
        finally
        {
            _gate.Exit();
        }
    }
}

using GeodeArchive.Format;
using GeodeArchive.Io.Time;
using GeodeArchive.Objects;
using GeodeArchive.Recovery.Reading;
using GeodeArchive.Wal;

namespace GeodeArchive.Recovery.Archiving;

/// <summary>
/// Puts what is durable in a log into its archive, object by object, and keeps the log from giving it back before. For one worker; what it
/// has done may be asked by others. Disposing leaves log and archive as they are.
/// </summary>
public sealed class LogArchiver : IDisposable
{
    private readonly LogArchive _archive;
    private readonly WriteAheadLog _log;
    private readonly LogArchiverOptions _options;
    private readonly ArchiveAccess _access;
    private readonly LogObjectBuilder _builder;
    private readonly RecordSupply _records;
    private ChainEnd _end;
    private BuiltObject? _built;

    private LogArchiver(LogArchive archive, WriteAheadLog log, LogArchiverOptions options)
    {
        options.Validate();
        _archive = archive;
        _log = log;
        _options = options;
        _access = new ArchiveAccess(archive);
        _builder = new LogObjectBuilder(archive, log.Timeline, options.Compression, options.ObjectPlainSizeMax);
        _records = new RecordSupply(log);
        _end = new ChainEnd { End = Lsn.Zero };
    }

    /// <summary>All before this place is durable in the archive.</summary>
    public Lsn Archived => _end.End;

    /// <summary>Finds where the archive of the log's timeline ends, and checks that the log is what goes on there.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="log">The log; the caller disposes it, after the archiver.</param>
    /// <param name="options">How to archive.</param>
    /// <exception cref="LogArchiveException"><see cref="LogArchiveError.AnotherHistory"/>, <see cref="LogArchiveError.OtherDatabase"/>,
    /// <see cref="LogArchiveError.Gap"/>, <see cref="LogArchiveError.Damaged"/>: nothing was changed. <see cref="LogArchiveError.Failed"/>:
    /// it can be tried again.</exception>
    public static LogArchiver Open(LogArchive archive, WriteAheadLog log, LogArchiverOptions options)
    {
        if (archive.DatabaseId != log.Timeline.DatabaseId)
        {
            throw new LogArchiveException(
                LogArchiveError.OtherDatabase,
                $"{archive.Store.DisplayName} is the WAL archive of database {archive.DatabaseId}, not of {log.Timeline.DatabaseId}",
                "name another directory: each database has its own WAL archive");
        }

        // Until it is known where the archive ends, and from then on what is behind that, whoever has the log open.
        using var hold = log.Hold(Lsn.Zero);
        var archiver = new LogArchiver(archive, log, options);
        try
        {
            archiver._end = new ChainStart(archiver._access, log).Find();
            log.NoteArchived(archiver._end.End);
            return archiver;
        }
        catch (Exception error)
        {
            archiver.Dispose();
            throw error switch
            {
                ObjectException failure => LogArchiveException.From(failure),
                LogException failure => new LogArchiveException(LogArchiveError.Failed, failure.Message, failure.Hint, failure),
                _ => error,
            };
        }
    }

    /// <summary>Archives the next stretch of what is durable and not archived yet: one object.</summary>
    /// <returns>False if there is nothing.</returns>
    /// <exception cref="LogArchiveException"><see cref="LogArchiveError.Failed"/>: calling it again goes on, also where it is not known
    /// whether the object was stored. <see cref="LogArchiveError.AnotherHistory"/>: there is another object in its place.</exception>
    /// <exception cref="LogException">The log cannot be read; calling it again goes on.</exception>
    public bool ShipOnce()
    {
        _built ??= Build();
        if (_built is null)
        {
            return false;
        }

        try
        {
            if (_archive.Store.PutIfAbsent(_built.Key, _built.Content.Span))
            {
                MoveTo(ChainEnd.After(_built.Table, _end.Groups));
            }
            else
            {
                Adopt(_built);
            }
        }
        catch (ObjectException error)
        {
            throw LogArchiveException.From(error);
        }

        return true;
    }

    /// <summary>Whether an object's worth of records waits.</summary>
    public bool HasFullObject => _log.Durable - _end.End >= _options.ObjectPlainSizeMax;

    /// <summary>Whether something that is durable is not archived.</summary>
    public bool HasMore => _log.Durable > _end.End;

    /// <summary>
    /// Notes that all that was committed up to now is archived, if it is, and removes older notes.
    /// </summary>
    /// <returns>The time of the note; null if there is more to archive.</returns>
    /// <exception cref="LogArchiveException">The store failed.</exception>
    public long? NoteCovered()
    {
        // The time comes first: what is committed later may have it, too.
        var time = WallTime.Now(_archive.Machine.Clock) - ((long)_options.CoveredMargin.TotalMilliseconds * 1_000_000);
        if (_log.End != _end.End || time < 0)
        {
            return null;
        }

        var timeline = _log.Timeline.TimelineId;
        var note = new LogCovered { DatabaseId = _archive.DatabaseId, TimelineId = timeline, Lsn = _end.End, Time = time };
        var older = LogArchive.ListCovered(_access, timeline);
        if (older.Count > 0 && (older[^1].Lsn, older[^1].Time).CompareTo((note.Lsn, note.Time)) >= 0)
        {
            // The clock was set back. What was noted still holds.
            return older[^1].Time;
        }

        var bytes = new byte[LogCovered.Size];
        note.Encode(bytes);
        try
        {
            _archive.Store.PutIfAbsent(LogArchiveNames.Covered(timeline, note.Lsn, note.Time), bytes);
        }
        catch (ObjectException error)
        {
            throw LogArchiveException.From(error);
        }

        foreach (var (_, _, key) in older)
        {
            TryDelete(key);
        }

        return time;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _records.Dispose();
        _builder.Dispose();
        _access.Dispose();
    }

    private BuiltObject? Build()
    {
        if (!HasMore)
        {
            return null;
        }

        try
        {
            _builder.Begin(_end);
            _records.MoveTo(_end.End);
            while (_records.TryRead(out var record))
            {
                if (!_builder.HasRoomFor(record))
                {
                    _records.PutBack(record);
                    break;
                }

                _builder.Add(record);
            }

            return _builder.Finish();
        }
        catch
        {
            _records.Forget();
            throw;
        }
    }

    private void MoveTo(ChainEnd end)
    {
        _end = end;
        _built = null;
        _log.NoteArchived(end.End);
    }

    /// <summary>
    /// An object has the name of ours. It may be ours: an attempt whose answer was lost. Else it must hold what our log holds.
    /// </summary>
    private void Adopt(BuiltObject built)
    {
        var section = built.Table.Section;
        var table = _access.ReadWholeTable(section.TimelineId, section.Group, section.StartLsn);
        var comparison = new HistoryComparison(_access, _log);
        comparison.RequireSame(table, section);
        MoveTo(ChainEnd.After(table, _end.Groups));
        if (table.Section.EndLsn != section.EndLsn)
        {
            _records.Forget();
        }
    }

    private void TryDelete(ObjectKey key)
    {
        try
        {
            _archive.Store.Delete(key);
        }
        catch (ObjectException)
        {
            // The newest note counts; an older one that stays harms nobody and is tried again with the next.
        }
    }
}

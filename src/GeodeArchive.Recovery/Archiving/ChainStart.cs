using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Recovery.Reading;
using GeodeArchive.Repository;
using GeodeArchive.Wal;

namespace GeodeArchive.Recovery.Archiving;

/// <summary>Finds where a log's archive goes on, and checks that it is the log's.</summary>
internal sealed class ChainStart
{
    private readonly ArchiveAccess _access;
    private readonly WriteAheadLog _log;

    public ChainStart(ArchiveAccess access, WriteAheadLog log)
    {
        _access = access;
        _log = log;
    }

    public ChainEnd Find()
    {
        var timeline = _log.Timeline.TimelineId;
        PutTimeline();
        if (_access.FindNewest(timeline) is not { } newest)
        {
            // What was released before there was an archive is not in it.
            return new ChainEnd { End = Lsn.Max(_log.Timeline.Fork, _log.Oldest) };
        }

        var table = _access.ReadWholeTable(timeline, newest.Group, newest.Start);
        new HistoryComparison(_access, _log).RequireSame(table, expected: null);
        if (_log.Oldest > table.Section.EndLsn)
        {
            throw new LogArchiveException(
                LogArchiveError.Gap,
                $"the WAL archive ends at {table.Section.EndLsn}, and the log starts at {_log.Oldest}: what is between them is gone",
                "archive to a new directory, and make a full backup there");
        }

        MakeDurable(table.Key);
        return ChainEnd.After(table, WholeGroupsBefore(table));
    }

    private ImmutableArray<LogGroupEntry> WholeGroupsBefore(LogObjectTable table)
    {
        var section = table.Section;
        return section.Group == 0 || section.IsLastOfGroup
            ? []
            : _access.ReadTable(section.TimelineId, section.Group - 1, table.Footer.Content.PreviousGroupStart).Footer.Groups;
    }

    private void PutTimeline()
    {
        var key = LogArchiveNames.Timeline(_log.Timeline.TimelineId);
        var bytes = new byte[LogTimeline.Size];
        _log.Timeline.Encode(bytes);
        if (!_access.Archive.Store.PutIfAbsent(key, bytes) && !_access.ReadNote(key).AsSpan().SequenceEqual(bytes))
        {
            throw HistoryComparison.Differs($"{key} is not the log's");
        }
    }

    /// <summary>
    /// Who stored the last object may have died before it was durable. The log may give it back only when it is: asking for it to be
    /// created again makes it so.
    /// </summary>
    private void MakeDurable(ObjectKey key) =>
        _access.Archive.Store.PutIfAbsent(key, WholeObject.Read(_access.Archive.Store, key, LogArchiveLimits.ObjectFileSizeMax));
}

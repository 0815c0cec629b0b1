using GeodeArchive.Format;
using GeodeArchive.Recovery.Reading;

namespace GeodeArchive.Recovery;

/// <summary>
/// Looks at the chain of a timeline by its names, its sizes and the entries that the newest object of each group has of the others.
/// </summary>
internal sealed class ChainInspection
{
    private readonly ArchiveAccess _access;
    private readonly LogTimeline _timeline;
    private readonly List<LogInterval> _intervals = [];
    private readonly List<LogArchiveException> _damages = [];
    private int _count;
    private long _size;
    private LogObjectTable? _newestBefore;

    private ChainInspection(ArchiveAccess access, LogTimeline timeline)
    {
        _access = access;
        _timeline = timeline;
    }

    public static ArchivedTimeline Inspect(ArchiveAccess access, LogTimeline timeline)
    {
        var inspection = new ChainInspection(access, timeline);
        uint expected = 0;
        foreach (var group in access.ListGroups(timeline.TimelineId))
        {
            var objects = access.ListObjects(timeline.TimelineId, group);
            if (objects.Count > 0)
            {
                inspection.AddGroup(group, objects, isExpected: group == expected);
                expected = group + 1;
            }
        }

        LogCovered? covered = null;
        try
        {
            covered = LogArchive.ReadCovered(access, timeline.TimelineId);
        }
        catch (LogArchiveException damage) when (damage.IsDamage)
        {
            inspection._damages.Add(damage);
        }

        return new ArchivedTimeline(
            timeline, inspection._intervals, covered, inspection._count, inspection._size, inspection._damages);
    }

    private void AddGroup(uint group, IReadOnlyList<(Lsn Start, long Size)> objects, bool isExpected)
    {
        _count += objects.Count;
        _size += objects.Sum(found => found.Size);
        if (!isExpected)
        {
            _damages.Add(LogArchiveException.Missing(LogArchiveNames.GroupPrefix(_timeline.TimelineId, group - 1)));
        }

        if (_newestBefore is { Section.IsLastOfGroup: false } before)
        {
            _damages.Add(LogArchiveException.Missing(
                LogArchiveNames.Object(_timeline.TimelineId, before.Section.Group, before.Section.EndLsn).Text));
        }

        _newestBefore = null;
        LogObjectTable newest;
        try
        {
            newest = _access.ReadTable(_timeline.TimelineId, group, objects[^1].Start);
        }
        catch (LogArchiveException damage) when (damage.IsDamage)
        {
            _damages.Add(damage);
            AddOneByOne(group, objects.SkipLast(1));
            return;
        }

        var sizes = objects.ToDictionary(found => found.Start, found => found.Size);
        foreach (var entry in newest.Footer.Entries)
        {
            AddListed(group, entry, sizes);
        }

        Extend(newest.Section.StartLsn, newest.Section.EndLsn);
        _newestBefore = newest;
    }

    private void AddListed(uint group, LogObjectEntry entry, Dictionary<Lsn, long> sizes)
    {
        var key = LogArchiveNames.Object(_timeline.TimelineId, group, entry.Granule.Start).Text;
        if (!sizes.TryGetValue(entry.Granule.Start, out var size))
        {
            _damages.Add(LogArchiveException.Missing(key));
        }
        else if (size != entry.FileSize)
        {
            _damages.Add(LogArchiveException.Damage(
                key,
                size < entry.FileSize ? FormatError.Truncated : FormatError.TrailingBytes,
                "file",
                Math.Min(size, entry.FileSize),
                $"it is {size} bytes long, a later object says {entry.FileSize}"));
        }
        else
        {
            Extend(entry.Granule.Start, entry.EndLsn);
        }
    }

    /// <summary>Without the object that knows them: each says itself where it ends.</summary>
    private void AddOneByOne(uint group, IEnumerable<(Lsn Start, long Size)> objects)
    {
        foreach (var (start, _) in objects)
        {
            try
            {
                var section = _access.ReadTable(_timeline.TimelineId, group, start).Section;
                Extend(section.StartLsn, section.EndLsn);
            }
            catch (LogArchiveException damage) when (damage.IsDamage)
            {
                _damages.Add(damage);
            }
        }
    }

    private void Extend(Lsn start, Lsn end)
    {
        if (_intervals.Count > 0 && _intervals[^1].End == start)
        {
            _intervals[^1] = _intervals[^1] with { End = end };
        }
        else
        {
            _intervals.Add(new LogInterval(start, end));
        }
    }
}

using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Recovery.Reading;

namespace GeodeArchive.Recovery.Seeking;

/// <summary>
/// Looks things up on one timeline through the entries that its objects carry: groups, objects of a group, blocks of an object. Reads each
/// object once at most.
/// </summary>
internal sealed class TimelineIndex
{
    private readonly ArchiveAccess _access;
    private readonly TimelineId _timeline;
    private readonly Dictionary<Lsn, LogObjectTable> _tables = [];
    private readonly List<LogGroupEntry> _groups = [];
    private LogObjectTable? _newest;

    private TimelineIndex(ArchiveAccess access, TimelineId timeline)
    {
        _access = access;
        _timeline = timeline;
    }

    /// <summary>Whether there are objects.</summary>
    public bool HasObjects => _newest is not null || Damage is not null;

    /// <summary>Why the index cannot be used, or null.</summary>
    public LogArchiveException? Damage { get; private init; }

    /// <summary>Where the archive of the timeline starts.</summary>
    public Lsn Start => _groups.Count > 0 ? _groups[0].Granule.Start : Lsn.Zero;

    /// <summary>Where it ends; as far as can be where that is not known.</summary>
    public Lsn End => Damage is not null ? ObjectWalk.LastPlace : _newest?.Section.EndLsn ?? Lsn.Zero;

    /// <summary>Reads the newest object, and the last one of the group before, which lists all groups.</summary>
    public static TimelineIndex Load(ArchiveAccess access, TimelineId timeline)
    {
        try
        {
            var index = new TimelineIndex(access, timeline);
            if (access.FindNewest(timeline) is { } newest)
            {
                index.Load(newest.Group, newest.Start);
            }

            return index;
        }
        catch (LogArchiveException damage) when (damage.IsDamage)
        {
            return new TimelineIndex(access, timeline) { Damage = damage };
        }
    }

    /// <summary>Finds the first commit in a stretch that something holds for.</summary>
    /// <param name="from">Commits that end here or before are passed over.</param>
    /// <param name="to">Those that end later as well.</param>
    /// <param name="mayHold">False for what surely has no such commit.</param>
    /// <param name="isIt">Whether a commit is one.</param>
    /// <returns>The commit and the last one before it, whichever those are; null if there is none.</returns>
    public (CommitPlace Commit, CommitPlace Before)? FindFirst(
        Lsn from, Lsn to, Func<LogGranule, bool> mayHold, Func<CommitPlace, bool> isIt)
    {
        bool MayHold(LogGranule granule, Lsn end) =>
            end > from && granule.Start < to && granule.XidLast != Xid.None && mayHold(granule);

        for (var group = 0; group < _groups.Count; group++)
        {
            if (!MayHold(_groups[group].Granule, _groups[group].EndLsn))
            {
                continue;
            }

            foreach (var entry in Objects((uint)group).Where(entry => MayHold(entry.Granule, entry.EndLsn)))
            {
                var table = Table((uint)group, entry);
                for (var block = 0; block < table.Footer.Blocks.Length; block++)
                {
                    var place = table.Footer.Blocks[block];
                    if (MayHold(place.Granule, place.EndLsn) && FindFirst(table, block, from, to, isIt) is { } found)
                    {
                        return found;
                    }
                }
            }
        }

        return null;
    }

    /// <summary>The last commit that ends at or before a place; none if there is none on the timeline.</summary>
    public CommitPlace LastUpTo(Lsn lsn)
    {
        if (_newest is null || lsn < Start)
        {
            return CommitPlace.None;
        }

        if (lsn >= End)
        {
            return _newest.Footer.Content.Commit;
        }

        var group = _groups.FindIndex(entry => lsn < entry.EndLsn);
        var table = Table((uint)group, Objects((uint)group).First(entry => lsn < entry.EndLsn));
        var index = 0;
        while (lsn >= table.Footer.Blocks[index].EndLsn)
        {
            index++;
        }

        var block = table.Footer.Blocks[index];
        var last = block.CommitBefore;
        if (lsn == block.Granule.Start || block.Granule.XidLast == Xid.None)
        {
            return last;
        }

        foreach (var commit in Commits(table, index))
        {
            if (commit.End > lsn)
            {
                break;
            }

            last = commit;
        }

        return last;
    }

    /// <summary>Looks, by their names, whether all objects of a stretch are there. Without an index it cannot be told.</summary>
    /// <exception cref="LogArchiveException">One is missing; or the index is damaged.</exception>
    public void RequireObjects(Lsn from, Lsn to)
    {
        for (var group = 0; group < _groups.Count && Damage is null; group++)
        {
            if (_groups[group].EndLsn <= from || _groups[group].Granule.Start >= to)
            {
                continue;
            }

            var names = _access.ListObjects(_timeline, (uint)group).Select(entry => entry.Start).ToHashSet();
            foreach (var entry in Objects((uint)group))
            {
                if (entry.EndLsn > from && entry.Granule.Start < to && !names.Contains(entry.Granule.Start))
                {
                    throw LogArchiveException.Missing(LogArchiveNames.Object(_timeline, (uint)group, entry.Granule.Start).Text);
                }
            }
        }
    }

    /// <summary>Finds a recovery point whose commit ends at or before a place; the newest, if an ancestor gave the name, too.</summary>
    public CommitPlace? FindPoint(string name, Lsn to)
    {
        for (var group = _groups.Count - 1; group >= 0; group--)
        {
            if (_groups[group].PointCount == 0 || _groups[group].Granule.Start >= to)
            {
                continue;
            }

            foreach (var entry in Objects((uint)group).Reverse().Where(entry => entry.PointCount > 0 && entry.Granule.Start < to))
            {
                foreach (var point in Table((uint)group, entry).Footer.Points.Reverse())
                {
                    if (point.Name == name && point.Commit.End <= to)
                    {
                        return point.Commit;
                    }
                }
            }
        }

        return null;
    }

    private (CommitPlace Commit, CommitPlace Before)? FindFirst(
        LogObjectTable table, int block, Lsn from, Lsn to, Func<CommitPlace, bool> isIt)
    {
        var before = table.Footer.Blocks[block].CommitBefore;
        foreach (var commit in Commits(table, block))
        {
            if (commit.End > from && commit.End <= to && isIt(commit))
            {
                return (commit, before);
            }

            before = commit;
        }

        return null;
    }

    private List<CommitPlace> Commits(LogObjectTable table, int index)
    {
        var block = table.Footer.Blocks[index];
        var commits = new List<CommitPlace>();
        var cursor = new RecordCursor(_access.ReadBlock(table, index), block.Granule.Start, block.Offset);
        while (cursor.MoveNext())
        {
            if (cursor.Header.Type == LogRecordType.Commit)
            {
                var commit = LogCommit.Decode(cursor.Body, block.Offset);
                commits.Add(new CommitPlace(cursor.End, commit.Xid, commit.Time));
            }
        }

        return commits;
    }

    private void Load(uint group, Lsn start)
    {
        _newest = Read(group, start);
        var footer = _newest.Footer;
        if (footer.Object.IsLastOfGroup)
        {
            _groups.AddRange(footer.Groups);
            return;
        }

        if (group > 0)
        {
            _groups.AddRange(Read(group - 1, footer.Content.PreviousGroupStart).Footer.Groups);
            if (_groups[^1].EndLsn != footer.GroupSpan.Start)
            {
                throw LogArchiveException.Damage(
                    _newest.Key.Text,
                    FormatError.BadReference,
                    "log object footer",
                    footer.EndOfBlocks,
                    "its group does not follow the one before");
            }
        }

        _groups.Add(new LogGroupEntry(footer.GroupSpan, footer.Object.EndLsn, start, footer.GroupPointCount));
    }

    private ImmutableArray<LogObjectEntry> Objects(uint group)
    {
        var last = Read(group, _groups[(int)group].LastStartLsn);
        return last.Footer.Entries.Add(last.AsEntry());
    }

    private LogObjectTable Table(uint group, LogObjectEntry entry)
    {
        var table = Read(group, entry.Granule.Start);
        return table.Trailer.RootHash == entry.RootHash
            ? table
            : throw LogArchiveException.Damage(
                table.Key.Text,
                FormatError.BadReference,
                "trailer",
                table.Trailer.FileSize - Trailer.Size,
                "root_hash is not what a later object says");
    }

    private LogObjectTable Read(uint group, Lsn start)
    {
        if (!_tables.TryGetValue(start, out var table))
        {
            table = _access.ReadTable(_timeline, group, start);
            _tables.Add(start, table);
        }

        return table;
    }
}

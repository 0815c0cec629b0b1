using GeodeArchive.Format;

namespace GeodeArchive.Recovery.Reading;

/// <summary>The objects that hold a stretch, in order, each checked against the one before it.</summary>
internal sealed class ObjectWalk
{
    private readonly ArchiveAccess _access;
    private readonly LogStretch _stretch;

    public ObjectWalk(ArchiveAccess access, LogStretch stretch)
    {
        _access = access;
        _stretch = stretch;
    }

    /// <summary>Reads headers and footers as it goes.</summary>
    /// <exception cref="LogArchiveException">One is missing, damaged, or not the one that follows.</exception>
    public IEnumerable<LogObjectTable> Tables()
    {
        if (_stretch.From == _stretch.To)
        {
            yield break;
        }

        LogObjectTable? before = null;
        foreach (var (group, start, size) in Names())
        {
            if (start >= _stretch.To)
            {
                break;
            }

            if (before is not null && start != before.Section.EndLsn)
            {
                throw LogArchiveException.Missing(NameAfter(before));
            }

            var table = _access.ReadWholeTable(_stretch.Timeline, group, start);
            Check(table, before, size);
            before = table;
            yield return table;
        }

        var end = before?.Section.EndLsn ?? _stretch.From;
        if (_stretch.To != LastPlace && end < _stretch.To)
        {
            throw LogArchiveException.Missing(
                before is null ? LogArchiveNames.Object(_stretch.Timeline, 0, _stretch.From).Text : NameAfter(before));
        }
    }

    /// <summary>The end of a stretch that goes as far as there are objects.</summary>
    public static Lsn LastPlace { get; } = new(ulong.MaxValue);

    private static string NameAfter(LogObjectTable table)
    {
        var section = table.Section;
        return LogArchiveNames.Object(section.TimelineId, section.IsLastOfGroup ? section.Group + 1 : section.Group, section.EndLsn).Text;
    }

    private void Check(LogObjectTable table, LogObjectTable? before, long size)
    {
        var section = table.Section;
        if (table.Trailer.FileSize != size)
        {
            throw LogArchiveException.Damage(
                table.Key.Text, FormatError.BadReference, "file", 0, $"it was listed with {size} bytes and has {table.Trailer.FileSize}");
        }

        if (before is null)
        {
            if (section.StartLsn > _stretch.From || (section.EndLsn <= _stretch.From && _stretch.To != LastPlace))
            {
                throw LogArchiveException.Missing(LogArchiveNames.Object(_stretch.Timeline, section.Group, _stretch.From).Text);
            }

            return;
        }

        if (section.PreviousRootHash != before.Trailer.RootHash || section.Epoch != before.Section.Epoch)
        {
            throw LogArchiveException.Damage(
                table.Key.Text,
                FormatError.BadReference,
                "file header",
                0,
                $"it follows another object than {before.Key}: its previous_root_hash or epoch is not that one's");
        }
    }

    private IEnumerable<(uint Group, Lsn Start, long Size)> Names()
    {
        var groups = _access.ListGroups(_stretch.Timeline);
        var (first, objects) = FindFirst(groups);
        for (var i = first; i < groups.Count; i++)
        {
            objects ??= _access.ListObjects(_stretch.Timeline, groups[i]);
            var skipped = i == first ? Math.Max(0, LastAtOrBefore(objects)) : 0;
            foreach (var (start, size) in objects.Skip(skipped))
            {
                yield return (groups[i], start, size);
            }

            objects = null;
        }
    }

    /// <summary>The last group that starts at or before the stretch, and its objects.</summary>
    private (int Index, IReadOnlyList<(Lsn Start, long Size)>? Objects) FindFirst(IReadOnlyList<uint> groups)
    {
        var (low, high) = (0, groups.Count - 1);
        (int Index, IReadOnlyList<(Lsn Start, long Size)>? Objects) found = (0, null);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var objects = _access.ListObjects(_stretch.Timeline, groups[middle]);
            if (objects.Count > 0 && objects[0].Start <= _stretch.From)
            {
                found = (middle, objects);
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return found;
    }

    private int LastAtOrBefore(IReadOnlyList<(Lsn Start, long Size)> objects)
    {
        var last = -1;
        for (var i = 0; i < objects.Count && objects[i].Start <= _stretch.From; i++)
        {
            last = i;
        }

        return last;
    }
}

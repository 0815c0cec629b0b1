namespace GeodeArchive.Simulation.Disks;

/// <summary>
/// A file's bytes, as programs see them and as they are on the medium. At a crash each 512-byte sector written since the last
/// sync is the new or the old one, independently of the others; the length is the synced one, the last one, or one between.
/// </summary>
internal sealed class FileContent
{
    private readonly Dictionary<long, FilePage> _pages;
    private readonly SortedSet<long> _dirtyPages;
    private long _durableLength;
    private bool _isLengthDirty;

    internal FileContent()
    {
        _pages = [];
        _dirtyPages = [];
    }

    private FileContent(FileContent other)
    {
        _pages = new Dictionary<long, FilePage>(other._pages);
        _dirtyPages = [.. other._dirtyPages];
        Length = other.Length;
        _durableLength = other._durableLength;
        _isLengthDirty = other._isLengthDirty;
    }

    internal long Length { get; private set; }

    /// <summary>Pages that programs have put bytes into.</summary>
    internal long AllocatedPageCount { get; private set; }

    internal FileContent Clone() => new(this) { AllocatedPageCount = AllocatedPageCount };

    /// <summary>Pages that a write would add.</summary>
    internal long CountNewPages(long offset, int length)
    {
        var count = 0L;
        for (var page = offset / FilePage.Size; length > 0 && page <= (offset + length - 1) / FilePage.Size; page++)
        {
            count += PageAt(page).Live is null ? 1 : 0;
        }

        return count;
    }

    /// <summary>The next pages that programs have put bytes into, at <paramref name="offset"/> or later; an empty stretch if there are none.</summary>
    internal (long Start, long End) FindData(long offset)
    {
        var start = offset;
        while (start < Length && PageAt(start / FilePage.Size).Live is null)
        {
            var later = _pages.Where(page => page.Key > start / FilePage.Size && page.Value.Live is not null).Select(page => page.Key).ToList();
            start = later.Count == 0 ? Length : later.Min() * FilePage.Size;
        }

        var end = start;
        while (end < Length && PageAt(end / FilePage.Size).Live is not null)
        {
            end = ((end / FilePage.Size) + 1) * FilePage.Size;
        }

        return (start, Math.Min(Math.Max(end, start), Length));
    }

    internal int Read(Span<byte> destination, long offset, bool isStale)
    {
        var total = (int)Math.Clamp(Length - offset, 0, destination.Length);
        foreach (var (page, start, part) in Parts(offset, total))
        {
            var bytes = isStale ? PageAt(page).Previous : PageAt(page).Live;
            var target = destination[part];
            if (bytes is null)
            {
                target.Clear();
            }
            else
            {
                bytes.AsSpan(start, target.Length).CopyTo(target);
            }
        }

        return total;
    }

    internal void Write(ReadOnlySpan<byte> source, long offset, SeededRandom random)
    {
        foreach (var (page, start, part) in Parts(offset, source.Length))
        {
            var before = PageAt(page);
            var bytes = before.Live is null ? new byte[FilePage.Size] : (byte[])before.Live.Clone();
            source[part].CopyTo(bytes.AsSpan(start));
            var touched = FilePage.SectorsOf(start, source[part].Length);

            // The system may write back at any time: a sector that is overwritten unsynced may have got to the medium before.
            var overwritten = (byte)(before.DirtySectors & touched);
            var writtenBack = overwritten != 0 && random.OneIn(2) ? overwritten : (byte)0;
            SetPage(page, new FilePage
            {
                Live = bytes,
                Durable = before.Persist(writtenBack),
                Previous = before.Live,
                DirtySectors = (byte)(before.DirtySectors | touched),
            });
        }

        Extend(offset + source.Length);
    }

    /// <summary>Changes what programs see and what is on the medium at once, inside the length: what a faulty device does.</summary>
    internal void WriteBehindTheBack(ReadOnlySpan<byte> source, long offset)
    {
        source = source[..(int)Math.Clamp(Length - offset, 0, source.Length)];
        foreach (var (page, start, part) in Parts(offset, source.Length))
        {
            var before = PageAt(page);
            SetPage(page, before with
            {
                Live = Patch(before.Live, source[part], start),
                Durable = Patch(before.Durable, source[part], start),
            });
        }
    }

    /// <summary>The length after a write that never reached the medium.</summary>
    internal void Extend(long length)
    {
        if (length > Length)
        {
            Length = length;
            _isLengthDirty = true;
        }
    }

    internal void SetLength(long length)
    {
        // Not rounded up by an addition: a file may be as long as the largest number.
        var firstCut = (length / FilePage.Size) + (length % FilePage.Size == 0 ? 0 : 1);
        foreach (var page in _pages.Keys.Where(page => page >= firstCut).ToArray())
        {
            SetPage(page, _pages[page] with { Live = null, Previous = _pages[page].Live, DirtySectors = byte.MaxValue });
        }

        var start = (int)(length % FilePage.Size);
        if (start != 0 && PageAt(firstCut - 1) is { Live: { } bytes } boundary)
        {
            var kept = new byte[FilePage.Size];
            bytes.AsSpan(0, start).CopyTo(kept);
            var cut = FilePage.SectorsOf(start, FilePage.Size - start);
            SetPage(firstCut - 1, boundary with { Live = kept, Previous = bytes, DirtySectors = (byte)(boundary.DirtySectors | cut) });
        }

        _isLengthDirty |= length != Length;
        Length = length;
    }

    internal void Sync()
    {
        foreach (var page in _dirtyPages.ToArray())
        {
            var content = _pages[page];
            SetPage(page, content with { Durable = content.Persist(content.DirtySectors), DirtySectors = 0 });
        }

        _durableLength = Length;
        _isLengthDirty = false;
    }

    /// <summary>
    /// A sync that failed: some sectors got to the medium; the others count as clean all the same, and nothing will write them.
    /// Programs go on seeing the new bytes, or the old ones if the system dropped its cache.
    /// </summary>
    internal void FailSync(SeededRandom random)
    {
        var isCacheDropped = random.OneIn(2);
        foreach (var page in _dirtyPages.ToArray())
        {
            var content = _pages[page];
            var durable = content.Persist((byte)(content.DirtySectors & random.Next(256)));
            SetPage(page, content with { Durable = durable, Live = isCacheDropped ? durable : content.Live, DirtySectors = 0 });
        }

        _durableLength = random.OneIn(2) ? Length : _durableLength;
        _isLengthDirty = false;
    }

    /// <summary>What is on the medium after a crash, in one of the ways that it may be.</summary>
    internal FileContent Crash(SeededRandom random)
    {
        var after = new FileContent();
        after.Length = after._durableLength = ChooseLength(random);

        // Nothing, little, half, most, or all of it got to the medium.
        int[] percents = [0, 10, 50, 90, 100];
        var percent = percents[random.Next(percents.Length)];
        foreach (var page in _pages.Keys.Order())
        {
            var content = _pages[page];
            var bytes = content.Persist(ChooseSectors(content.DirtySectors, percent, random));
            after.SetPage(page, new FilePage { Live = bytes, Durable = bytes, Previous = bytes });
        }

        after.ForgetPastEnd();
        return after;
    }

    private static byte ChooseSectors(byte dirtySectors, int percent, SeededRandom random)
    {
        byte chosen = 0;
        for (var sector = 0; sector < FilePage.SectorCount && dirtySectors != 0; sector++)
        {
            if (random.Percent(percent))
            {
                chosen |= (byte)(1 << sector);
            }
        }

        return (byte)(chosen & dirtySectors);
    }

    private static byte[] Patch(byte[]? under, ReadOnlySpan<byte> bytes, int start)
    {
        var patched = under is null ? new byte[FilePage.Size] : (byte[])under.Clone();
        bytes.CopyTo(patched.AsSpan(start));
        return patched;
    }

    /// <summary>Cuts a range at page borders: page number, offset in the page, part of the range.</summary>
    private static IEnumerable<(long Page, int Start, Range Part)> Parts(long offset, int length)
    {
        var done = 0;
        while (done < length)
        {
            var start = (int)((offset + done) % FilePage.Size);
            var count = Math.Min(FilePage.Size - start, length - done);
            yield return ((offset + done) / FilePage.Size, start, done..(done + count));
            done += count;
        }
    }

    private long ChooseLength(SeededRandom random)
    {
        if (!_isLengthDirty)
        {
            return _durableLength;
        }

        var (low, high) = (Math.Min(Length, _durableLength), Math.Max(Length, _durableLength));
        return random.Next(3) switch
        {
            0 => _durableLength,
            1 => Length,
            _ => low + random.Next(high - low + 1),
        };
    }

    /// <summary>Bytes past the end are zeros if the file grows again.</summary>
    private void ForgetPastEnd()
    {
        SetLength(Length);
        Sync();
    }

    private FilePage PageAt(long page) => _pages.GetValueOrDefault(page);

    private void SetPage(long page, FilePage content)
    {
        AllocatedPageCount += (content.Live is null ? 0 : 1) - (PageAt(page).Live is null ? 0 : 1);
        if (content.IsEmpty)
        {
            _pages.Remove(page);
            _dirtyPages.Remove(page);
            return;
        }

        _pages[page] = content;
        if (content.DirtySectors != 0)
        {
            _dirtyPages.Add(page);
        }
        else
        {
            _dirtyPages.Remove(page);
        }
    }
}

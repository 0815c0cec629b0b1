using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;
using GeodeArchive.Repository.Indexes;

namespace GeodeArchive.Repository.Scanning;

/// <summary>
/// Compares filter and fences of an index with its pages, block after block: a chunk that the filter does not know, or a fence
/// that leads to another page, would not be found; a filter that denies nothing would cost a read for each chunk. Reads the pages
/// again; holds one, and what makes the filter of a group.
/// </summary>
internal sealed class IndexCrossCheck
{
    private readonly IByteSource _source;
    private readonly IndexFooter _footer;
    private readonly FileId? _file;
    private readonly FileCipher? _cipher;
    private readonly byte[] _encoded = new byte[IndexPage.Size];
    private readonly byte[] _page = new byte[IndexPage.Size];
    private uint _loadedPage = uint.MaxValue;
    private bool _isLoadedIntact;
    private readonly byte[] _slots = new byte[IndexFilter.SlotCountFor(IndexFilter.GroupEntryCountMax)];
    private readonly IndexFilterBuilder _builder = new(IndexFilter.GroupEntryCountMax);
    private readonly int _groupCount;
    private int _group;
    private int _slotsLength;
    private long _filterEnd;
    private uint _fencePage;

    public IndexCrossCheck(IByteSource source, IndexFooter footer, FileId? file, FileCipher? cipher)
    {
        _cipher = cipher;
        _source = source;
        _footer = footer;
        _file = file;
        _groupCount = IndexFilter.GroupCountFor(footer.PageCount);
    }

    /// <summary>The first thing in which the block and the pages differ, or null.</summary>
    public FailedCheck? Compare(in ScannedBlock block) =>
        block.Header.Type == BlockType.Filter ? CompareFilter(block) : CompareFences(block);

    private FailedCheck? CompareFilter(in ScannedBlock block)
    {
        var start = block.Header.Sequence * (long)IndexFilter.BlockPlainSize;
        var plain = block.Plain;
        if (start != _filterEnd)
        {
            // A block before this one is damaged: go on with the first group that begins here, unless it lies behind them all.
            _slotsLength = 0;
            _group = (int)Math.Min(_groupCount, (start + IndexFilter.OffsetOf(1) - 1) / IndexFilter.OffsetOf(1));
            plain = plain[(int)Math.Clamp(IndexFilter.OffsetOf(_group) - start, 0, plain.Length)..];
        }

        _filterEnd = start + block.Plain.Length;
        FailedCheck? failure = null;
        for (; !plain.IsEmpty && _group < _groupCount;)
        {
            var slots = _slots.AsSpan(0, IndexFilter.SlotCountFor(EntryCountOf(_group)));
            var count = Math.Min(slots.Length - _slotsLength, plain.Length);
            plain[..count].CopyTo(slots[_slotsLength..]);
            plain = plain[count..];
            _slotsLength += count;
            if (_slotsLength == slots.Length)
            {
                failure ??= CompareGroup(slots, block.Offset);
                _slotsLength = 0;
                _group++;
            }
        }

        return failure is null && !plain.IsEmpty
            ? new FailedCheck(FormatError.BadReference, "filter block", block.Offset, $"{plain.Length} bytes more than the filter has")
            : failure;
    }

    private int EntryCountOf(int group) => (int)Math.Min(
        IndexFilter.GroupEntryCountMax, _footer.EntryCount - ((long)group * IndexFilter.GroupEntryCountMax));

    private FailedCheck? CompareGroup(ReadOnlySpan<byte> slots, long offset)
    {
        var first = (uint)_group * IndexFilter.GroupPageCount;
        var end = Math.Min(first + IndexFilter.GroupPageCount, _footer.PageCount);
        FailedCheck? failure = null;
        var isWhole = true;
        for (var number = first; number < end; number++)
        {
            if (!TryLoad(number, out var page))
            {
                isWhole = false;
                continue;
            }

            for (var entry = 0; entry < page.Count; entry++)
            {
                _builder.Add(page[entry].Prefix);
                if (failure is null && !IndexFilter.MayContain(slots, page[entry].Prefix))
                {
                    failure = new FailedCheck(
                        FormatError.BadReference,
                        "filter block",
                        offset,
                        $"entry {entry} of page {number} is not in the filter: it would not be found");
                }
            }
        }

        if (_builder.IsEmpty || _builder.Finish().SequenceEqual(slots) || !isWhole)
        {
            return failure;
        }

        return failure ?? new FailedCheck(
            FormatError.BadReference, "filter block", offset, $"the filter of pages {first} to {end - 1} is not that of their entries");
    }

    private FailedCheck? CompareFences(in ScannedBlock block)
    {
        FailedCheck? failure = null;
        var count = block.Plain.Length / IndexFences.FenceSize;
        for (var i = 0; i < count && _fencePage < _footer.PageCount; i++, _fencePage++)
        {
            if (failure is null && TryLoad(_fencePage, out var page) && IndexFences.FenceAt(block.Plain, i) != page[0].Prefix.High)
            {
                failure = new FailedCheck(
                    FormatError.BadReference,
                    "fence block",
                    block.Offset,
                    $"the fence of page {_fencePage} is not the start of its first entry");
            }
        }

        return failure;
    }

    private bool TryLoad(uint number, out IndexPage page)
    {
        page = default;
        if (_loadedPage == number && !_isLoadedIntact)
        {
            return false;
        }

        try
        {
            if (_loadedPage != number)
            {
                _loadedPage = number;
                _isLoadedIntact = false;
                _source.Read(_encoded, IndexPage.OffsetOf(number));
            }

            // Decrypting changes the bytes.
            _encoded.CopyTo(_page.AsSpan());
            page = IndexPages.Decode(_page, number, _file, _cipher);
            _isLoadedIntact = true;
            return true;
        }
        catch (ArchiveFormatException)
        {
            // Reported when the pages were read.
            return false;
        }
    }
}

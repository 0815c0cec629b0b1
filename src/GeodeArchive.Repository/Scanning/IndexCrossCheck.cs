using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;
using GeodeArchive.Repository.Indexes;

namespace GeodeArchive.Repository.Scanning;

/// <summary>
/// Compares filter and fences of an index with its pages, block after block: a chunk that the filter does not know, or a fence
/// that leads to another page, would not be found. Reads the pages again; holds one.
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
    private uint _entryPage;
    private int _entry;
    private uint _fencePage;
    private long _bucket;

    public IndexCrossCheck(IByteSource source, IndexFooter footer, FileId? file, FileCipher? cipher)
    {
        _cipher = cipher;
        _source = source;
        _footer = footer;
        _file = file;
    }

    /// <summary>The first thing in which the block and the pages differ, or null.</summary>
    public FailedCheck? Compare(in ScannedBlock block) =>
        block.Header.Type == BlockType.Filter ? CompareFilter(block) : CompareFences(block);

    private FailedCheck? CompareFilter(in ScannedBlock block)
    {
        var start = _bucket;
        if (block.Plain.Length % IndexFilter.BucketSize != 0)
        {
            return new FailedCheck(
                FormatError.BadReference, "filter block", block.Offset, $"{block.Plain.Length} bytes are no whole buckets");
        }

        _bucket += block.Plain.Length / IndexFilter.BucketSize;
        FailedCheck? failure = null;
        for (; _entryPage < _footer.PageCount; _entryPage++, _entry = 0)
        {
            if (!TryLoad(_entryPage, out var page))
            {
                continue;
            }

            for (; _entry < page.Count; _entry++)
            {
                var prefix = page[_entry].Prefix;
                var bucket = IndexFilter.BucketOf(prefix, _footer.FilterBucketCount);
                if (bucket >= _bucket)
                {
                    return failure;
                }

                // Of pages out of order, which were reported, some entries belong to blocks that have gone by.
                if (failure is null && bucket >= start && !HasBits(block.Plain, bucket - start, prefix))
                {
                    failure = new FailedCheck(
                        FormatError.BadReference,
                        "filter block",
                        block.Offset,
                        $"entry {_entry} of page {_entryPage} is not in the filter: it would not be found");
                }
            }
        }

        return failure;
    }

    /// <summary>Whether one bucket holds the bits of a prefix: a filter of one bucket asks no other.</summary>
    private static bool HasBits(ReadOnlySpan<byte> buckets, long bucket, ChunkPrefix prefix) =>
        IndexFilter.MayContain(buckets.Slice((int)bucket * IndexFilter.BucketSize, IndexFilter.BucketSize), prefix);

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

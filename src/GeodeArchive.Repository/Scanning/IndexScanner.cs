using System.Security.Cryptography;
using GeodeArchive.Format;
using GeodeArchive.Repository.Blocks;
using GeodeArchive.Repository.Indexes;

namespace GeodeArchive.Repository.Scanning;

/// <summary>
/// Reads an index that may be damaged: header, trailer, footer, then page after page, then the blocks of filter and fences,
/// which are compared with the pages. Without a footer the pages end where a block starts.
/// </summary>
public sealed class IndexScanner : FileScanner
{
    private readonly BlockDecoder _footerDecoder = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _page = new byte[IndexPage.Size];
    private readonly byte[] _blockHeader = new byte[BlockHeader.Size];
    private BlockScanner? _blocks;
    private IndexCrossCheck? _crossCheck;
    private IndexEntry? _last;
    private uint _pageNumber;
    private bool _isEveryPartRead = true;

    /// <summary>Prepares to read an index.</summary>
    /// <param name="source">The file; not owned.</param>
    /// <param name="report">Is told of every check that fails, when it fails.</param>
    public IndexScanner(IByteSource source, Action<FailedCheck> report)
        : base(source, ArchiveFileKind.Index, 0, report)
    {
    }

    /// <summary>The footer, or null if it cannot be read.</summary>
    public IndexFooter? Footer { get; private set; }

    /// <summary>Whether header and footer match the root hash; null if that cannot be said.</summary>
    public bool? IsRootHashRight { get; private set; }

    /// <summary>Whether pages, filter and fences match their hash in the footer; null if that cannot be said, or not yet.</summary>
    public bool? IsPagesHashRight { get; private set; }

    /// <summary>Entries in the pages that were read.</summary>
    public long EntryCount { get; private set; }

    /// <summary>Pages that were come to, readable or not.</summary>
    public uint PageCount => _pageNumber;

    /// <summary>Reads the footer, if the trailer says where it is.</summary>
    public void ReadFooter()
    {
        if (!TryReadFooter(_footerDecoder, out var plain))
        {
            return;
        }

        IsRootHashRight = CheckRootHash(plain);
        try
        {
            Footer = IndexFooter.Decode(plain, Trailer!.FooterOffset);
            Footer.ExpectTrailer(Trailer);
        }
        catch (ArchiveFormatException failure)
        {
            ReportCheck(FailedCheck.From(failure, Trailer!.FooterOffset));
        }
    }

    /// <summary>Goes to the next page and checks it, by itself and against the one before.</summary>
    /// <returns>False after the last.</returns>
    public bool TryReadPage(out ScannedPage page)
    {
        page = default;
        var offset = IndexPage.OffsetOf(_pageNumber);
        if (!HasPage(offset))
        {
            return false;
        }

        page = new ScannedPage(_pageNumber, offset, 0, default, default, IsIntact: false);
        var bytes = _page.AsSpan(0, Source.Read(_page, offset));
        if (IsReadable)
        {
            CheckPage(bytes, ref page);
        }

        _pageNumber++;
        return true;
    }

    /// <summary>Goes to the next block of filter or fences, once all pages were read, and compares it with them.</summary>
    /// <returns>False after the last.</returns>
    public bool TryReadBlock(out ScannedBlock block)
    {
        _blocks ??= ScanBlocks(IndexPage.OffsetOf(_pageNumber));
        if (!_blocks.TryRead(out block) || block.Header.Type == BlockType.Footer)
        {
            CheckEnd();
            return false;
        }

        _isEveryPartRead &= block.IsIntact;
        CheckBlock(block);
        return true;
    }

    /// <inheritdoc/>
    private protected override void Dispose(bool isDisposing)
    {
        _footerDecoder.Dispose();
        _blocks?.Dispose();
        _hash.Dispose();
        base.Dispose(isDisposing);
    }

    private bool HasPage(long offset)
    {
        if (Footer is not null)
        {
            return _pageNumber < Footer.PageCount && offset < Source.Length;
        }

        // Blocks start where a page could: after the last page.
        return EndOfBlocks - offset >= IndexPage.Size && !IsBlock(offset);
    }

    private bool IsBlock(long offset) =>
        Source.Read(_blockHeader, offset) == _blockHeader.Length && BlockHeader.HasRightSum(_blockHeader);

    private void CheckPage(Span<byte> bytes, ref ScannedPage page)
    {
        try
        {
            var decoded = IndexPages.Decode(bytes, page.Number, FileId, Cipher);
            page = page with
            {
                EntryCount = decoded.Count,
                First = decoded[0].Prefix,
                Last = decoded[decoded.Count - 1].Prefix,
                IsIntact = true,
            };
            Append(decoded.Sum);
            CheckEntries(decoded, page);
            EntryCount += decoded.Count;
        }
        catch (ArchiveFormatException failure)
        {
            _isEveryPartRead = false;
            ReportCheck(FailedCheck.From(failure, page.Offset));
        }
    }

    private void CheckEntries(IndexPage page, in ScannedPage place)
    {
        if (_last is { } last && last.CompareTo(page[0]) >= 0)
        {
            Report(
                FormatError.BadOrder, "index page", place.Offset, "its first entry does not come after the last entry of the page before");
        }

        _last = page[page.Count - 1];
        if (Footer is null)
        {
            return;
        }

        if (page.Count < IndexPage.EntryCountMax && place.Number != Footer.PageCount - 1)
        {
            Report(FormatError.BadValue, "index page", place.Offset, $"{page.Count} entries in a page that is not the last");
        }

        for (var i = 0; i < page.Count; i++)
        {
            if (page[i].SegmentIndex >= Footer.Segments.Length)
            {
                Report(
                    FormatError.BadReference,
                    "index page",
                    place.Offset,
                    $"entry {i} names segment {page[i].SegmentIndex}, the footer has {Footer.Segments.Length}");
                return;
            }
        }
    }

    private void CheckBlock(in ScannedBlock block)
    {
        if (block.Header.Type is not (BlockType.Filter or BlockType.Fences))
        {
            Report(FormatError.BadKind, "block header", block.Offset, $"a block of type {(int)block.Header.Type} in an index");
            return;
        }

        Append(block.Header.PayloadSum);
        if (Footer is null || !block.IsIntact)
        {
            return;
        }

        _crossCheck ??= new IndexCrossCheck(Source, Footer, FileId, Cipher);
        if (_crossCheck.Compare(block) is { } failure)
        {
            ReportCheck(failure);
        }
    }

    private void Append(Id128 sum)
    {
        Span<byte> bytes = stackalloc byte[Id128.Size];
        sum.Write(bytes);
        _hash.AppendData(bytes);
    }

    private void CheckEnd()
    {
        if (Footer is null || !IsReadable || !_isEveryPartRead || IsPagesHashRight is not null)
        {
            return;
        }

        if (EntryCount != Footer.EntryCount)
        {
            Report(
                FormatError.BadReference,
                "index footer",
                Trailer!.FooterOffset,
                $"entry_count is {Footer.EntryCount}, there are {EntryCount}");
        }

        IsPagesHashRight = Hash256.Read(_hash.GetHashAndReset()) == Footer.PagesHash;
        if (IsPagesHashRight == false)
        {
            Report(FormatError.BadChecksum, "index footer", Trailer!.FooterOffset, "pages_hash does not match the pages and blocks");
        }
    }
}

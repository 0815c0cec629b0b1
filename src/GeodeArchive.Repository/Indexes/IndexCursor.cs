using System.Security.Cryptography;
using GeodeArchive.Format;

namespace GeodeArchive.Repository.Indexes;

/// <summary>
/// Goes through the entries of an index in order, reading several pages at once, and checks them all: the last step compares the pages with
/// their hash in the footer. Takes 270 KB. For one worker.
/// </summary>
internal sealed class IndexCursor : IDisposable
{
    private const int PagesReadMax = 64;

    private readonly IndexReader _reader;
    private readonly int _pageCount;
    private readonly IncrementalHash _pageSums = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IndexEntry[] _entries = new IndexEntry[IndexPage.EntryCountMax];
    private readonly byte[] _pages;
    private int _nextPage;
    private int _entry;
    private int _entryCount;

    /// <summary>Starts before the first entry.</summary>
    public IndexCursor(IndexReader reader)
    {
        _reader = reader;
        _pageCount = (int)reader.Footer.PageCount;
        _pages = new byte[Math.Min(PagesReadMax, _pageCount) * IndexPage.Size];
    }

    /// <summary>The entry come to.</summary>
    public IndexEntry Current => _entries[_entry];

    /// <summary>Goes to the next entry; false after the last.</summary>
    /// <exception cref="RepositoryException">The index is damaged, or cannot be read.</exception>
    public bool TryMoveNext()
    {
        _entry++;
        return _entry < _entryCount || TryReadPage();
    }

    /// <inheritdoc/>
    public void Dispose() => _pageSums.Dispose();

    private bool TryReadPage()
    {
        if (_nextPage == _pageCount)
        {
            _reader.ExpectPages(_pageSums);
            return false;
        }

        var place = _nextPage * (long)IndexPage.Size % _pages.Length;
        if (place == 0)
        {
            _reader.ReadPages(_nextPage, _pages.AsSpan(0, Math.Min(_pages.Length, (_pageCount - _nextPage) * IndexPage.Size)));
        }

        Take(_pages.AsSpan((int)place, IndexPage.Size));
        _nextPage++;
        return true;
    }

    private void Take(Span<byte> bytes)
    {
        var isFirst = _entryCount == 0;
        var last = isFirst ? default : _entries[_entryCount - 1];

        // The sum is that of the bytes as stored, which decoding may change.
        _pageSums.AppendData(bytes[..IndexPage.SumSize]);
        var page = _reader.DecodePage(_nextPage, bytes);
        if (!isFirst && last.CompareTo(page[0]) >= 0)
        {
            throw _reader.Disorder(_nextPage);
        }

        for (var i = 0; i < page.Count; i++)
        {
            _entries[i] = page[i];
        }

        _entry = 0;
        _entryCount = page.Count;
    }
}

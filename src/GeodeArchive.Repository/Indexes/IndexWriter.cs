using System.Security.Cryptography;
using GeodeArchive.Codecs;
using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Blocks;
using GeodeArchive.Repository.Sorting;

namespace GeodeArchive.Repository.Indexes;

/// <summary>
/// Writes one index from entries in order; see format-spec/index.md. Takes 5 MB however many they are, and a scratch file for the filter
/// and the fences of many: they come after the pages. For one worker.
/// </summary>
internal sealed class IndexWriter : IDisposable
{
    private readonly IObjectUpload _upload;
    private readonly AlignedBuffer _part;
    private readonly ArchiveDomain _domain;
    private readonly FileHeader _header;
    private readonly FileCipher? _cipher;
    private readonly byte[] _headerBytes = new byte[FileHeader.Size];
    private readonly IndexFilterBuilder _group;
    private readonly SpilledBlocks _filter;
    private readonly SpilledBlocks _fences;
    private readonly IndexEntry[] _page = new IndexEntry[IndexPage.EntryCountMax];
    private readonly IncrementalHash _pagesHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _pageLength;
    private int _partLength;
    private uint _pageCount;
    private uint _blockCount;
    private long _entryCount;
    private long _size;

    /// <summary>Starts an index.</summary>
    /// <param name="store">Where it goes.</param>
    /// <param name="domain">Whether and how it is encrypted.</param>
    /// <param name="session">Whose it is.</param>
    /// <param name="entryCountMax">As many entries as there may be; at least 1.</param>
    public IndexWriter(IObjectStore store, ArchiveDomain domain, SessionId session, long entryCountMax)
    {
        _domain = domain;
        (_header, _cipher) = domain.NewIndex(session);
        _group = new IndexFilterBuilder(entryCountMax);
        _upload = store.BeginUpload(RepositoryNames.Index(new IndexId(_header.FileId.Value)));
        _filter = new SpilledBlocks(store, IndexFilter.BlockPlainSize, IndexFilter.SizeFor(entryCountMax));
        _fences = new SpilledBlocks(store, IndexFilter.BlockPlainSize, IndexPage.CountFor(entryCountMax) * IndexFences.FenceSize);
        _part = new AlignedBuffer(1 << 20);
        _header.Encode(_headerBytes);
        Write(_headerBytes);
    }

    /// <summary>Adds the next entry; they ascend.</summary>
    public void Add(IndexEntry entry)
    {
        if (_pageLength == 0)
        {
            Span<byte> fence = stackalloc byte[IndexFences.FenceSize];
            IndexFences.Set(fence, 0, entry.Prefix);
            _fences.Append(fence);
        }

        _group.Add(entry.Prefix);
        _page[_pageLength++] = entry;
        _entryCount++;
        if (_pageLength == _page.Length)
        {
            WritePage();
        }

        if (_group.IsFull)
        {
            _filter.Append(_group.Finish());
        }
    }

    /// <summary>Finishes the index and makes it durable.</summary>
    /// <param name="segments">The segment table, ascending.</param>
    public IndexSummary Finish(IReadOnlyList<SegmentId> segments)
    {
        WritePage();
        if (!_group.IsEmpty)
        {
            _filter.Append(_group.Finish());
        }

        WriteBlocks(BlockType.Filter, _filter);
        WriteBlocks(BlockType.Fences, _fences);
        Span<byte> hash = stackalloc byte[Hash256.Size];
        _pagesHash.GetHashAndReset(hash);
        var footer = new IndexFooter(_entryCount, Hash256.Read(hash), [.. segments]);
        var summary = WriteEnd(footer);
        Flush(_partLength);
        _upload.Complete();
        return summary;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _upload.Dispose();
        _part.Dispose();
        _filter.Dispose();
        _fences.Dispose();
        _pagesHash.Dispose();
    }

    private IndexSummary WriteEnd(IndexFooter footer)
    {
        var footerOffset = _size;
        var payload = new FormatWriter();
        footer.Encode(payload);
        WriteBlock(BlockType.Footer, payload.WrittenSpan);
        _pagesHash.AppendData(_headerBytes);
        _pagesHash.AppendData(payload.WrittenSpan);
        Span<byte> hash = stackalloc byte[Hash256.Size];
        _pagesHash.GetHashAndReset(hash);
        var rootHash = Hash256.Read(hash);
        var trailer = new Trailer
        {
            Kind = ArchiveFileKind.Index,
            BlockCount = _blockCount,
            FooterOffset = footerOffset,
            FileSize = _size + Trailer.Size,
            FileId = _header.FileId,
            RootHash = rootHash,
            Mac = _domain.MacOf(rootHash),
            ItemCount = _entryCount,
        };
        Span<byte> trailerBytes = stackalloc byte[Trailer.Size];
        trailer.Encode(trailerBytes);
        Write(trailerBytes);
        return new IndexSummary(new IndexId(_header.FileId.Value), trailer.FileSize, _entryCount, trailer.RootHash);
    }

    private void WritePage()
    {
        if (_pageLength == 0)
        {
            return;
        }

        Span<byte> page = stackalloc byte[IndexPage.Size];
        IndexPage.Encode(page, _pageCount, _header.FileId, _page.AsSpan(0, _pageLength));
        _cipher?.SealPage(_pageCount, page);
        _pagesHash.AppendData(page[..Id128.Size]);
        Write(page);
        _pageCount++;
        _pageLength = 0;
    }

    private void WriteBlocks(BlockType type, SpilledBlocks blocks)
    {
        for (var plain = blocks.ReadNext(); !plain.IsEmpty; plain = blocks.ReadNext())
        {
            _pagesHash.AppendData(WriteBlock(type, plain));
        }
    }

    private byte[] WriteBlock(BlockType type, ReadOnlySpan<byte> plain)
    {
        using var compressor = Compressors.Create(CompressionSettings.For(CompressionAlgorithm.None));
        using var encoder = new BlockEncoder(compressor, _domain.Encryption);
        encoder.Encode(type, plain);
        Write(encoder.Finish(_header.FileId, _blockCount, _size, _cipher));
        _blockCount++;
        var sum = new byte[Id128.Size];
        encoder.PayloadSum.Write(sum);
        return sum;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _size += bytes.Length;
        while (!bytes.IsEmpty)
        {
            var count = Math.Min(bytes.Length, _part.Length - _partLength);
            bytes[..count].CopyTo(_part.Span[_partLength..]);
            _partLength += count;
            bytes = bytes[count..];
            if (_partLength == _part.Length)
            {
                Flush(_partLength);
            }
        }
    }

    private void Flush(int length)
    {
        if (length > 0)
        {
            _upload.WritePart(_part, length);
        }

        _partLength = 0;
    }
}

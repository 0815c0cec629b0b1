using System.Security.Cryptography;
using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Blocks;

namespace GeodeArchive.Repository.Indexes;

/// <summary>
/// Finds chunks in one index: filter and fences in memory (about 1.05 bytes an entry), one page read for each possible hit.
/// Safe for several workers.
/// </summary>
public sealed class IndexReader
{
    private const long FilterSizeMax = 1L << 30;

    private readonly IObjectStore _store;
    private readonly ObjectKey _key;
    private readonly IndexFooter _footer;
    private readonly byte[] _filter;
    private readonly byte[] _fences;
    private readonly byte[] _blockSums;
    private readonly FileCipher? _cipher;

    private IndexReader(
        IObjectStore store, IndexId id, IndexFooter footer, byte[] filter, byte[] fences, byte[] blockSums, FileCipher? cipher)
    {
        _store = store;
        Id = id;
        _key = RepositoryNames.Index(id);
        _footer = footer;
        _filter = filter;
        _fences = fences;
        _blockSums = blockSums;
        _cipher = cipher;
    }

    /// <summary>The index's id.</summary>
    public IndexId Id { get; }

    /// <summary>Its footer.</summary>
    public IndexFooter Footer => _footer;

    /// <summary>Opens an index: reads and checks everything but its pages.</summary>
    /// <exception cref="RepositoryException">It is missing, damaged, or another one.</exception>
    public static IndexReader Open(IObjectStore store, ArchiveDomain domain, IndexId id, long size, Hash256 rootHash)
    {
        var key = RepositoryNames.Index(id);
        try
        {
            return new Opening(store, domain, id, size, rootHash).Open();
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
        catch (ArchiveFormatException damage)
        {
            throw RepositoryException.Damage(key.Text, damage);
        }
    }

    /// <summary>Finds the segments that may hold a chunk: those whose entry has the same first 16 bytes.</summary>
    /// <param name="id">The chunk.</param>
    /// <param name="candidates">Is filled with segments; more than fit are left out (they would be copies of the same
    /// chunk).</param>
    /// <returns>How many were found.</returns>
    public int Find(ChunkId id, Span<SegmentId> candidates)
    {
        var prefix = id.Prefix;
        if (!IndexFilter.MayContain(_filter, prefix))
        {
            return 0;
        }

        var count = 0;
        var page = IndexFences.FirstPageFor(_fences, prefix);
        Span<byte> bytes = stackalloc byte[IndexPage.Size];
        for (; page < _footer.PageCount && count < candidates.Length; page++)
        {
            if (IndexFences.FenceAt(_fences, page) > prefix.High)
            {
                break;
            }

            var reader = ReadPage(page, bytes);
            for (var entry = reader.LowerBound(prefix); entry < reader.Count && count < candidates.Length; entry++)
            {
                if (reader[entry].Prefix != prefix)
                {
                    return count;
                }

                candidates[count++] = SegmentAt(reader[entry], page);
            }
        }

        return count;
    }

    /// <summary>Reads and checks every page, their order, their number, and their hash in the footer.</summary>
    /// <exception cref="RepositoryException">The index is damaged.</exception>
    public void Verify()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> sum = stackalloc byte[Id128.Size];
        Span<byte> bytes = stackalloc byte[IndexPage.Size];
        IndexEntry? last = null;
        long count = 0;
        for (var page = 0; page < _footer.PageCount; page++)
        {
            var reader = ReadPage(page, bytes);
            reader.Sum.Write(sum);
            hash.AppendData(sum);
            for (var i = 0; i < reader.Count; i++, count++)
            {
                var entry = reader[i];
                if (last is { } before && before.CompareTo(entry) >= 0)
                {
                    throw RepositoryException.Damage(
                        _key.Text, FormatError.BadOrder, "index page", PageOffset(page), "entries are not in order");
                }

                last = entry;
                SegmentAt(entry, page);
            }
        }

        if (count != _footer.EntryCount)
        {
            throw RepositoryException.Damage(
                _key.Text, FormatError.BadReference, "index", FileHeader.Size, $"{count} entries, the footer says {_footer.EntryCount}");
        }

        hash.AppendData(_blockSums);
        if (Hash256.Read(hash.GetHashAndReset()) != _footer.PagesHash)
        {
            throw RepositoryException.Damage(
                _key.Text, FormatError.BadChecksum, "index", FileHeader.Size, "pages and blocks do not match their hash in the footer");
        }
    }

    private static long PageOffset(int page) => FileHeader.Size + ((long)page * IndexPage.Size);

    private IndexPage ReadPage(int page, Span<byte> bytes)
    {
        try
        {
            var offset = PageOffset(page);
            var count = _store.GetRange(_key, offset, bytes);
            if (count != bytes.Length)
            {
                throw new ArchiveFormatException(FormatError.Truncated, "index page", offset, "the file ends inside the page");
            }

            return IndexPages.Decode(bytes, (uint)page, Id.AsFileId(), _cipher);
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
        catch (ArchiveFormatException damage)
        {
            throw RepositoryException.Damage(_key.Text, damage);
        }
    }

    private SegmentId SegmentAt(IndexEntry entry, int page) => entry.SegmentIndex < _footer.Segments.Length
        ? _footer.Segments[(int)entry.SegmentIndex]
        : throw RepositoryException.Damage(
            _key.Text, FormatError.BadReference, "index page", PageOffset(page), $"no segment {entry.SegmentIndex} in the footer's table");

    private sealed class Opening(IObjectStore store, ArchiveDomain domain, IndexId id, long size, Hash256 rootHash)
    {
        private readonly ObjectKey _key = RepositoryNames.Index(id);
        private readonly FormatWriter _blockSums = new();
        private FileCipher? _cipher;

        public IndexReader Open()
        {
            CheckLength();
            var header = Read(0, FileHeader.Size);
            var decoded = FileHeader.Decode(header);
            decoded.ExpectKind(ArchiveFileKind.Index);
            _cipher = domain.CipherOf(decoded);
            var trailerOffset = size - Trailer.Size;
            var trailer = Trailer.Decode(Read(trailerOffset, Trailer.Size), trailerOffset);
            decoded.ExpectFile(id.AsFileId());
            trailer.ExpectHeader(decoded);
            if (trailer.RootHash != rootHash || trailer.FileSize != size || trailer.FooterOffset >= trailerOffset)
            {
                throw new ArchiveFormatException(
                    FormatError.BadReference, "trailer", trailerOffset, "root hash or size is not what the manifest says");
            }

            domain.CheckMac(trailer);
            var footer = ReadFooter(header, trailer, trailerOffset);
            var (filter, fences) = ReadBlocks(footer, trailer);
            return new IndexReader(store, id, footer, filter, fences, _blockSums.WrittenSpan.ToArray(), _cipher);
        }

        private void CheckLength()
        {
            var (_, length) = store.GetSuffix(_key, []);
            if (length != size)
            {
                throw new ArchiveFormatException(
                    length < size ? FormatError.Truncated : FormatError.TrailingBytes,
                    "file",
                    Math.Min(length, size),
                    $"it is {length} bytes long, the manifest says {size}");
            }
        }

        private IndexFooter ReadFooter(byte[] header, Trailer trailer, long trailerOffset)
        {
            using var decoder = new BlockDecoder();
            var offset = trailer.FooterOffset;
            if (trailerOffset - offset > Limits.BlockStoredSizeMax + BlockHeader.Size)
            {
                throw new ArchiveFormatException(FormatError.TooLarge, "trailer", trailerOffset, "the footer is too large");
            }

            var block = decoder.Decode(
                Read(offset, (int)(trailerOffset - offset)), offset, trailer.FileId, trailer.BlockCount - 1, BlockType.Footer, _cipher);
            if (offset + block.TotalSize != trailerOffset)
            {
                throw new ArchiveFormatException(FormatError.TrailingBytes, "footer", offset, "there are bytes between footer and trailer");
            }

            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(header);
            hash.AppendData(block.Plain);
            if (Hash256.Read(hash.GetHashAndReset()) != trailer.RootHash)
            {
                throw new ArchiveFormatException(FormatError.BadChecksum, "footer", offset, "header and footer do not match the root hash");
            }

            var footer = IndexFooter.Decode(block.Plain, offset);
            footer.ExpectTrailer(trailer);
            return footer;
        }

        private (byte[] Filter, byte[] Fences) ReadBlocks(IndexFooter footer, Trailer trailer)
        {
            var filterSize = footer.FilterBucketCount * (long)IndexFilter.BucketSize;
            if (filterSize > FilterSizeMax || filterSize > size || footer.PageCount * 8L > size)
            {
                throw new ArchiveFormatException(
                    FormatError.TooLarge, "footer", trailer.FooterOffset, "the filter is larger than the file");
            }

            var filter = new byte[filterSize];
            var fences = new byte[footer.PageCount * 8L];
            var offset = PageOffset((int)footer.PageCount);
            long sequence = 0;
            offset = ReadPayloads(BlockType.Filter, footer.FilterBlockCount, filter, offset, ref sequence);
            offset = ReadPayloads(BlockType.Fences, footer.FenceBlockCount, fences, offset, ref sequence);
            if (offset != trailer.FooterOffset)
            {
                throw new ArchiveFormatException(
                    FormatError.BadReference, "footer", trailer.FooterOffset, "pages and blocks do not end where it starts");
            }

            IndexFences.Check(fences, footer.PageCount, trailer.FooterOffset);
            return (filter, fences);
        }

        private long ReadPayloads(BlockType type, uint blockCount, Span<byte> payload, long offset, ref long sequence)
        {
            using var decoder = new BlockDecoder();
            for (uint i = 0; i < blockCount; i++, sequence++)
            {
                var header = BlockDecoder.DecodeHeader(Read(offset, BlockHeader.Size), offset, id.AsFileId(), sequence, type);
                var block = decoder.Decode(
                    Read(offset, BlockHeader.Size + header.StoredSize), offset, id.AsFileId(), sequence, type, _cipher);
                if (block.Plain.Length > payload.Length)
                {
                    throw new ArchiveFormatException(FormatError.BadReference, "block", offset, "more bytes than the footer says");
                }

                block.Plain.CopyTo(payload);
                _blockSums.WriteId(header.PayloadSum);
                payload = payload[block.Plain.Length..];
                offset += block.TotalSize;
            }

            return payload.IsEmpty
                ? offset
                : throw new ArchiveFormatException(FormatError.BadReference, "block", offset, "fewer bytes than the footer says");
        }

        private byte[] Read(long offset, int length)
        {
            var bytes = new byte[length];
            if (offset < 0 || store.GetRange(_key, offset, bytes) != length)
            {
                throw new ArchiveFormatException(FormatError.Truncated, "file", Math.Max(offset, 0), $"{length} bytes must be here");
            }

            return bytes;
        }
    }
}

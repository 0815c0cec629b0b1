using System.Security.Cryptography;
using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Blocks;

namespace GeodeArchive.Repository.Indexes;

/// <summary>
/// Finds chunks in one index: filter and fences in memory (about 1.15 bytes an entry), one page read for each possible hit.
/// Safe for several workers.
/// </summary>
public sealed class IndexReader : IDisposable
{
    private const long FilterSizeMax = 1L << 30;

    private readonly IObjectReader _object;
    private readonly ObjectKey _key;
    private readonly IndexFooter _footer;
    private readonly LoadedFilter? _filter;
    private readonly byte[] _blockSums;
    private readonly FileCipher? _cipher;
    private int _holderCount;

    private IndexReader(
        IObjectReader file, IndexId id, IndexFooter footer, LoadedFilter? filter, byte[] blockSums, FileCipher? cipher)
    {
        _object = file;
        Id = id;
        _key = RepositoryNames.Index(id);
        _footer = footer;
        _filter = filter;
        _blockSums = blockSums;
        _cipher = cipher;
    }

    /// <summary>The index's id.</summary>
    public IndexId Id { get; }

    /// <summary>Its footer.</summary>
    public IndexFooter Footer => _footer;

    private LoadedFilter Filter => _filter ?? throw new InvalidOperationException("the index was opened without its filter");

    /// <summary>Opens an index: reads and checks everything but its pages.</summary>
    /// <exception cref="RepositoryException">It is missing, damaged, or another one.</exception>
    public static IndexReader Open(IObjectStore store, ArchiveDomain domain, IndexId id, long size, Hash256 rootHash) =>
        Open(store, domain, id, size, rootHash, loadsFilter: true);

    /// <summary>
    /// Opens an index for an <see cref="IndexCursor"/>: filter and fences are neither checked nor held, and nothing can be found.
    /// </summary>
    internal static IndexReader OpenForCursor(IObjectStore store, ArchiveDomain domain, IndexId id, long size, Hash256 rootHash) =>
        Open(store, domain, id, size, rootHash, loadsFilter: false);

    private static IndexReader Open(
        IObjectStore store, ArchiveDomain domain, IndexId id, long size, Hash256 rootHash, bool loadsFilter)
    {
        var key = RepositoryNames.Index(id);
        IObjectReader? file = null;
        try
        {
            file = store.Open(key);
            var reader = new Opening(file, domain, id, size, rootHash, loadsFilter).Open();
            file = null;
            return reader;
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
        catch (ArchiveFormatException damage)
        {
            throw RepositoryException.Damage(key.Text, damage);
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>Whether <see cref="Find"/> may find a chunk; false is certain, and nothing is read.</summary>
    public bool MayContain(ChunkPrefix prefix) => Filter.MayContain(prefix);

    /// <summary>Finds the segments that may hold a chunk: those whose entry has the same first 16 bytes.</summary>
    /// <param name="id">The chunk.</param>
    /// <param name="candidates">Is filled with segments; more than fit are left out (they would be copies of the same
    /// chunk).</param>
    /// <returns>How many were found.</returns>
    public int Find(ChunkId id, Span<SegmentId> candidates)
    {
        var prefix = id.Prefix;
        if (!Filter.MayContain(prefix))
        {
            return 0;
        }

        var count = 0;
        var page = Filter.FirstPageFor(prefix);
        Span<byte> bytes = stackalloc byte[IndexPage.Size];
        for (; page < _footer.PageCount && count < candidates.Length; page++)
        {
            if (Filter.IsBeyond(page, prefix))
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

                candidates[count++] = _footer.Segments[(int)reader[entry].SegmentIndex];
            }
        }

        return count;
    }

    /// <summary>Reads and checks every page, their order, their number, and their hash in the footer.</summary>
    /// <exception cref="RepositoryException">The index is damaged.</exception>
    public void Verify()
    {
        using var cursor = new IndexCursor(this);
        while (cursor.TryMoveNext())
        {
        }
    }

    /// <summary>Gives the memory of the filter back, and closes the file. Nobody may look for chunks any more.</summary>
    public void Dispose()
    {
        _filter?.Dispose();
        _object.Dispose();
    }

    /// <summary>Somebody else relies on it: a new <see cref="IndexSet"/>, made from one that holds it.</summary>
    internal void AddHolder() => Interlocked.Increment(ref _holderCount);

    /// <summary>Disposes of it when that was the last holder.</summary>
    internal void RemoveHolder()
    {
        if (Interlocked.Decrement(ref _holderCount) == 0)
        {
            Dispose();
        }
    }

    /// <summary>Refuses other pages than those that the footer's hash is of.</summary>
    /// <param name="pageSums">The hash of their sums so far.</param>
    internal void ExpectPages(IncrementalHash pageSums)
    {
        pageSums.AppendData(_blockSums);
        if (Hash256.Read(pageSums.GetHashAndReset()) != _footer.PagesHash)
        {
            throw RepositoryException.Damage(
                _key.Text, FormatError.BadChecksum, "index", FileHeader.Size, "pages and blocks do not match their hash in the footer");
        }
    }

    /// <summary>The failure of pages that are not in order.</summary>
    internal RepositoryException Disorder(int page) => RepositoryException.Damage(
        _key.Text, FormatError.BadOrder, "index page", PageOffset(page), "entries are not in order");

    private static long PageOffset(int page) => FileHeader.Size + ((long)page * IndexPage.Size);

    /// <summary>Reads as many pages as fit, one after another, without looking at them.</summary>
    internal void ReadPages(int first, Span<byte> bytes)
    {
        try
        {
            var offset = PageOffset(first);
            if (_object.Read(offset, bytes) != bytes.Length)
            {
                throw new ArchiveFormatException(FormatError.Truncated, "index page", offset, "the file ends inside the page");
            }
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

    /// <summary>Checks a page that was read, by itself and against the footer.</summary>
    internal IndexPage DecodePage(int page, Span<byte> bytes)
    {
        try
        {
            var decoded = IndexPages.Decode(bytes, (uint)page, Id.AsFileId(), _cipher);
            _footer.ExpectPage((uint)page, decoded);
            return decoded;
        }
        catch (ArchiveFormatException damage)
        {
            throw RepositoryException.Damage(_key.Text, damage);
        }
    }

    private IndexPage ReadPage(int page, Span<byte> bytes)
    {
        ReadPages(page, bytes);
        return DecodePage(page, bytes);
    }

    private sealed class Opening(
        IObjectReader file, ArchiveDomain domain, IndexId id, long size, Hash256 rootHash, bool loadsFilter)
    {
        private readonly FormatWriter _blockSums = new();
        private FileCipher? _cipher;
        private byte[] _block = new byte[BlockHeader.Size];

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
            var filter = ReadBlocks(footer, trailer);
            return new IndexReader(file, id, footer, filter, _blockSums.WrittenSpan.ToArray(), _cipher);
        }

        private void CheckLength()
        {
            var (_, length) = file.ReadSuffix([]);
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

        private LoadedFilter? ReadBlocks(IndexFooter footer, Trailer trailer)
        {
            var fencesSize = footer.PageCount * (long)IndexFences.FenceSize;
            if (footer.FilterSize > size || fencesSize > size || footer.FilterSize + fencesSize > FilterSizeMax)
            {
                throw new ArchiveFormatException(
                    FormatError.TooLarge,
                    "footer",
                    trailer.FooterOffset,
                    "the filter and the fences are larger than the file, or than 1 GiB");
            }

            if (!loadsFilter)
            {
                ReadBlocks(footer, trailer, [], []);
                return null;
            }

            var memory = new LargeBuffer((int)(footer.FilterSize + fencesSize));
            try
            {
                var fences = memory.Span[(int)footer.FilterSize..];
                ReadBlocks(footer, trailer, memory.Span[..(int)footer.FilterSize], fences);
                IndexFences.Check(fences, footer.PageCount, trailer.FooterOffset);
                return new LoadedFilter(memory, footer.EntryCount);
            }
            catch
            {
                memory.Dispose();
                throw;
            }
        }

        private void ReadBlocks(IndexFooter footer, Trailer trailer, Span<byte> filter, Span<byte> fences)
        {
            var offset = PageOffset((int)footer.PageCount);
            long sequence = 0;
            offset = ReadPayloads(BlockType.Filter, footer.FilterBlockCount, filter, offset, ref sequence);
            offset = ReadPayloads(BlockType.Fences, footer.FenceBlockCount, fences, offset, ref sequence);
            if (offset != trailer.FooterOffset)
            {
                throw new ArchiveFormatException(
                    FormatError.BadReference, "footer", trailer.FooterOffset, "pages and blocks do not end where it starts");
            }
        }

        private long ReadPayloads(BlockType type, uint blockCount, Span<byte> payload, long offset, ref long sequence)
        {
            using var decoder = new BlockDecoder();
            for (uint i = 0; i < blockCount; i++, sequence++)
            {
                Read(_block.AsSpan(0, BlockHeader.Size), offset);
                var header = BlockDecoder.DecodeHeader(_block, offset, id.AsFileId(), sequence, type);
                _blockSums.WriteId(header.PayloadSum);
                if (loadsFilter)
                {
                    var block = decoder.DecodePayload(header, ReadStored(header), _cipher);
                    if (block.Plain.Length > payload.Length)
                    {
                        throw new ArchiveFormatException(FormatError.BadReference, "block", offset, "more bytes than the footer says");
                    }

                    block.Plain.CopyTo(payload);
                    payload = payload[block.Plain.Length..];
                }

                offset = header.End;
            }

            return payload.IsEmpty
                ? offset
                : throw new ArchiveFormatException(FormatError.BadReference, "block", offset, "fewer bytes than the footer says");
        }

        private ReadOnlySpan<byte> ReadStored(scoped in BlockHeader header)
        {
            if (_block.Length < header.StoredSize)
            {
                _block = new byte[header.StoredSize];
            }

            var stored = _block.AsSpan(0, header.StoredSize);
            Read(stored, header.Offset + BlockHeader.Size);
            return stored;
        }

        private byte[] Read(long offset, int length)
        {
            var bytes = new byte[length];
            Read(bytes, offset);
            return bytes;
        }

        private void Read(Span<byte> bytes, long offset)
        {
            if (offset < 0 || file.Read(offset, bytes) != bytes.Length)
            {
                throw new ArchiveFormatException(
                    FormatError.Truncated, "file", Math.Max(offset, 0), $"{bytes.Length} bytes must be here");
            }
        }
    }
}

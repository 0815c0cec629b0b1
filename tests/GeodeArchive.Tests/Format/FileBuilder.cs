using System.Collections.Immutable;
using System.Security.Cryptography;
using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Builds whole files, plain or encrypted, and can be made to build wrong ones: each step takes what it writes as arguments.</summary>
internal sealed class FileBuilder
{
    private readonly FileHeader _header;
    private readonly FileCipher? _cipher;
    private readonly List<byte> _bytes;
    private readonly List<byte> _hashed;
    private uint _blockCount;

    public FileBuilder(FileHeader header, FileCipher? cipher = null)
    {
        _header = header;
        _cipher = cipher;
        byte[] bytes = StructureCases.EncodeHeader(header);
        _bytes = [.. bytes];
        _hashed = [.. bytes];
    }

    public long Position => _bytes.Count;

    public static byte[] Segment(
        FileHeader header,
        ImmutableArray<ImmutableArray<byte[]>> blocks,
        Func<BlockHeader, BlockHeader>? changeBlock = null,
        Func<SegmentFooterBlock, SegmentFooterBlock>? changeFooter = null,
        Func<Trailer, Trailer>? changeTrailer = null,
        Func<byte[], byte[]>? changeChunk = null,
        Func<byte[], byte[]>? gzip = null,
        FileCipher? cipher = null)
    {
        FileBuilder file = new(header, cipher);
        BlockType type = header.SegmentSection.SegmentKind == SegmentKind.Data ? BlockType.Data : BlockType.Metadata;
        ImmutableArray<SegmentFooterBlock>.Builder table = ImmutableArray.CreateBuilder<SegmentFooterBlock>();
        ImmutableArray<ChunkDirectoryEntry>.Builder chunks = ImmutableArray.CreateBuilder<ChunkDirectoryEntry>();
        foreach (ImmutableArray<byte[]> block in blocks)
        {
            ImmutableArray<ChunkDirectoryEntry> entries = [
                .. block.Select(chunk => new ChunkDirectoryEntry(cipher is null ? ChunkId.OfPlain(chunk) : KeySamples.IdOf(chunk), chunk.Length))
            ];
            byte[] directory = new byte[ChunkDirectory.SizeFor(entries.Length)];
            ChunkDirectory.Write(directory, entries.AsSpan());
            byte[] plain = [.. directory, .. block.SelectMany(chunk => changeChunk?.Invoke(chunk) ?? chunk)];
            BlockHeader written = file.Block(type, plain, changeBlock, gzip?.Invoke(plain));
            SegmentFooterBlock row = new(written.Offset, written.StoredSize, plain.Length, entries.Length, written.PayloadSum);
            table.Add(changeFooter?.Invoke(row) ?? row);
            chunks.AddRange(entries);
        }

        SegmentFooter footer = new(table.ToImmutable(), chunks.ToImmutable());
        return file.EndWithFooter(Samples.Encode(footer.Encode), chunks.Count, changeTrailer);
    }

    public static byte[] ManifestFile(
        FileHeader header, ImmutableArray<byte[]> blocks, long recordCount, Func<Trailer, Trailer>? changeTrailer = null)
    {
        FileBuilder file = new(header);
        foreach (byte[] block in blocks)
        {
            file.Block(BlockType.Records, block);
            file._hashed.AddRange(block);
        }

        return file.End(0, recordCount, changeTrailer);
    }

    public static byte[] IndexFile(
        FileHeader header,
        ImmutableArray<IndexEntry> entries,
        ImmutableArray<SegmentId> segments,
        Action<byte[]>? changePage = null,
        FileCipher? cipher = null)
    {
        FileBuilder file = new(header, cipher);
        List<byte> sums = [];
        IndexFilterBuilder filter = new(entries.Length);
        byte[] fences = new byte[IndexPage.CountFor(entries.Length) * IndexFences.FenceSize];
        int number = 0;
        foreach (IndexEntry[] part in entries.Chunk(IndexPage.EntryCountMax))
        {
            byte[] page = new byte[IndexPage.Size];
            IndexPage.Encode(page, (uint)number, header.FileId, part);
            cipher?.SealPage((uint)number, page);
            changePage?.Invoke(page);
            sums.AddRange(page[..IndexPage.SumSize]);
            file._bytes.AddRange(page);
            IndexFences.Set(fences, number++, part[0].Prefix);
            Array.ForEach(part, entry => filter.Add(entry.Prefix));
        }

        byte[] sum = new byte[Id128.Size];
        file.Block(BlockType.Filter, filter.Finish().ToArray()).PayloadSum.Write(sum);
        sums.AddRange(sum);
        file.Block(BlockType.Fences, fences).PayloadSum.Write(sum);
        sums.AddRange(sum);
        IndexFooter footer = new(entries.Length, Hash256.OfContent(sums.ToArray()), segments);
        return file.EndWithFooter(Samples.Encode(footer.Encode), entries.Length, null);
    }

    private BlockHeader Block(BlockType type, byte[] plain, Func<BlockHeader, BlockHeader>? change = null, byte[]? gzip = null)
    {
        byte[] compressed = gzip ?? plain;
        CompressionAlgorithm compression = gzip is null ? CompressionAlgorithm.None : CompressionAlgorithm.Gzip;
        EncryptionAlgorithm encryption = _cipher is null ? EncryptionAlgorithm.None : EncryptionAlgorithm.Aes256Gcm;
        byte[] stored = new byte[BlockPayload.StoredSizeFor(compressed.Length, encryption)];
        BlockPayload.WritePrefix(stored, plain.Length, compressed.Length, compression);
        compressed.CopyTo(stored.AsSpan(BlockPayload.PrefixSize));
        BlockHeader header = new()
        {
            Type = type,
            Compression = compression,
            Encryption = encryption,
            StoredSize = stored.Length,
            Sequence = _blockCount++,
            Offset = Position,
            PayloadSum = default,
            FileId = _header.FileId,
        };
        header = header with { PayloadSum = _cipher is null ? BlockPayload.SumPlain(stored) : _cipher.SealBlock(header, stored) };
        _bytes.AddRange(StructureCases.EncodeBlockHeader(change?.Invoke(header) ?? header));
        _bytes.AddRange(stored);
        return header;
    }

    private byte[] EndWithFooter(byte[] footer, long itemCount, Func<Trailer, Trailer>? change)
    {
        long offset = Position;
        Block(BlockType.Footer, footer);
        _hashed.AddRange(footer);
        return End(offset, itemCount, change);
    }

    private byte[] End(long footerOffset, long itemCount, Func<Trailer, Trailer>? change)
    {
        Hash256 rootHash = Hash256.Read(SHA256.HashData(_hashed.ToArray()));
        Trailer trailer = new()
        {
            Kind = _header.Kind,
            BlockCount = _blockCount,
            FooterOffset = footerOffset,
            FileSize = Position + Trailer.Size,
            FileId = _header.FileId,
            RootHash = rootHash,
            Mac = _cipher is null ? default : KeySamples.MacOf(rootHash),
            ItemCount = itemCount,
        };
        _bytes.AddRange(StructureCases.EncodeTrailer(change?.Invoke(trailer) ?? trailer));
        return [.. _bytes];
    }
}

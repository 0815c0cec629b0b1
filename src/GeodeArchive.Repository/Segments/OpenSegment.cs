using System.Security.Cryptography;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Blocks;

namespace GeodeArchive.Repository.Segments;

/// <summary>The segment that is being filled: what its footer will say, and where the next block goes.</summary>
internal sealed class OpenSegment
{
    private readonly byte[] _header = new byte[FileHeader.Size];
    private readonly NewFile _file;
    private readonly ArchiveDomain _domain;
    private readonly List<SegmentFooterBlock> _blocks = [];
    private readonly List<ChunkDirectoryEntry> _chunks = [];
    private long _plainSize;

    public OpenSegment(NewFile file, ArchiveDomain domain, IObjectUpload upload)
    {
        _file = file;
        _domain = domain;
        Id = new SegmentId(file.Header.FileId.Value);
        Kind = file.Header.SegmentSection.SegmentKind;
        Upload = upload;
        file.Header.Encode(_header);
        Size = _header.Length;
    }

    public SegmentId Id { get; }

    public SegmentKind Kind { get; }

    public IObjectUpload Upload { get; }

    /// <summary>Bytes so far: the offset of the next block.</summary>
    public long Size { get; private set; }

    public int BlockCount => _blocks.Count;

    public IReadOnlyList<ChunkDirectoryEntry> Chunks => _chunks;

    /// <summary>What the manifest will say; known after <see cref="EncodeEnd"/>.</summary>
    public SegmentSummary? Summary { get; private set; }

    public ReadOnlySpan<byte> Header => _header;

    /// <summary>Places an encoded block and returns its bytes, valid until the encoder's next block.</summary>
    public ReadOnlySpan<byte> Add(BlockEncoder block, ReadOnlySpan<ChunkDirectoryEntry> chunks)
    {
        var bytes = block.Finish(Id.AsFileId(), _blocks.Count, Size, _file.Cipher);
        _blocks.Add(new SegmentFooterBlock(Size, block.StoredSize, block.PlainSize, chunks.Length, block.PayloadSum));
        _chunks.AddRange(chunks);
        _plainSize += block.PlainSize;
        Size += bytes.Length;
        return bytes;
    }

    /// <summary>Encodes footer and trailer; the segment takes no more blocks.</summary>
    public byte[] EncodeEnd()
    {
        var footer = new FormatWriter();
        new SegmentFooter([.. _blocks], [.. _chunks]).Encode(footer);
        using var compressor = Compressors.Create(CompressionSettings.For(CompressionAlgorithm.None));
        using var encoder = new BlockEncoder(compressor, _domain.Encryption);
        encoder.Encode(BlockType.Footer, footer.WrittenSpan);
        var block = encoder.Finish(Id.AsFileId(), _blocks.Count, Size, _file.Cipher);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_header);
        hash.AppendData(footer.WrittenSpan);
        Span<byte> root = stackalloc byte[Hash256.Size];
        hash.GetHashAndReset(root);
        var rootHash = Hash256.Read(root);
        var trailer = new Trailer
        {
            Kind = ArchiveFileKind.Segment,
            BlockCount = (uint)_blocks.Count + 1,
            FooterOffset = Size,
            FileSize = Size + block.Length + Trailer.Size,
            FileId = Id.AsFileId(),
            RootHash = rootHash,
            Mac = _domain.MacOf(rootHash),
            ItemCount = _chunks.Count,
        };
        var end = new byte[block.Length + Trailer.Size];
        block.CopyTo(end);
        trailer.Encode(end.AsSpan(block.Length));
        Summary = new SegmentSummary(
            Id, Kind, _file.Header.KeyGeneration, trailer.FileSize, _plainSize, _chunks.Count, trailer.RootHash);
        return end;
    }
}

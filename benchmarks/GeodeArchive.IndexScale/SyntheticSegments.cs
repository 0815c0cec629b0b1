using System.Security.Cryptography;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Blocks;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.IndexScale;

/// <summary>
/// Writes segments whose header, footer and trailer are as a backup writes them, and whose blocks are holes: a look-up reads no more of them.
/// </summary>
internal sealed class SyntheticSegments : IDisposable
{
    private const int ChunkSize = 128 << 10;
    private const int ChunksPerBlock = 8;

    private readonly string _root;
    private readonly ArchiveDomain _domain;
    private readonly SessionId _session;
    private readonly ICompressor _compressor = Compressors.Create(CompressionSettings.For(CompressionAlgorithm.None));
    private readonly BlockEncoder _encoder;
    private readonly FormatWriter _footer = new();
    private readonly byte[] _header = new byte[FileHeader.Size];

    public SyntheticSegments(string root, ArchiveDomain domain, SessionId session)
    {
        _root = root;
        _domain = domain;
        _session = session;
        _encoder = new BlockEncoder(_compressor);
    }

    public SegmentSummary Write(ReadOnlySpan<ChunkDirectoryEntry> chunks)
    {
        var header = _domain.NewSegment(_session, SegmentKind.Data).Header;
        header.Encode(_header);
        var blocks = Blocks(chunks.Length);
        var footer = new SegmentFooter([.. blocks], [.. chunks]);
        _footer.Clear();
        footer.Encode(_footer);
        _encoder.Encode(BlockType.Footer, _footer.WrittenSpan);
        var offset = footer.EndOfBlocks;
        var end = _encoder.Finish(header.FileId, blocks.Count, offset);
        var trailer = new Trailer
        {
            Kind = ArchiveFileKind.Segment,
            BlockCount = (uint)blocks.Count + 1,
            FooterOffset = offset,
            FileSize = offset + end.Length + Trailer.Size,
            FileId = header.FileId,
            RootHash = RootHash(),
            ItemCount = chunks.Length,
        };
        Span<byte> trailerBytes = stackalloc byte[Trailer.Size];
        trailer.Encode(trailerBytes);
        var id = new SegmentId(header.FileId.Value);
        var path = Path.Combine(_root, RepositoryNames.Segment(id).Text);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.Write(file, _header, 0);
        RandomAccess.Write(file, end, offset);
        RandomAccess.Write(file, trailerBytes, offset + end.Length);
        return new SegmentSummary(id, SegmentKind.Data, 0, trailer.FileSize, footer.PlainSize, chunks.Length, trailer.RootHash);
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _compressor.Dispose();
    }

    public static ChunkDirectoryEntry Chunk(ChunkId id) => new(id, ChunkSize);

    private static List<SegmentFooterBlock> Blocks(int chunkCount)
    {
        var blocks = new List<SegmentFooterBlock>();
        long offset = FileHeader.Size;
        for (; chunkCount > 0; chunkCount -= ChunksPerBlock)
        {
            var count = Math.Min(chunkCount, ChunksPerBlock);
            var plainSize = ChunkDirectory.SizeFor(count) + (count * ChunkSize);
            blocks.Add(new SegmentFooterBlock(offset, plainSize / 2, plainSize, count, default));
            offset = blocks[^1].End;
        }

        return blocks;
    }

    private Hash256 RootHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_header);
        hash.AppendData(_footer.WrittenSpan);
        return Hash256.Read(hash.GetHashAndReset());
    }
}

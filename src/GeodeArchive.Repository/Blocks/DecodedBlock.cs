using GeodeArchive.Format;

namespace GeodeArchive.Repository.Blocks;

/// <summary>A block that was read and checked.</summary>
public readonly ref struct DecodedBlock
{
    internal DecodedBlock(BlockHeader header, ReadOnlySpan<byte> plain)
    {
        Header = header;
        Plain = plain;
    }

    /// <summary>The block's header.</summary>
    public BlockHeader Header { get; }

    /// <summary>The payload, decompressed; owned by the decoder, valid until its next block.</summary>
    public ReadOnlySpan<byte> Plain { get; }

    /// <summary>Bytes of header and stored payload.</summary>
    public int TotalSize => BlockHeader.Size + Header.StoredSize;
}

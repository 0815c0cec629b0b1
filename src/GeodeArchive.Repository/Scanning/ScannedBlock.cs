using GeodeArchive.Format;

namespace GeodeArchive.Repository.Scanning;

/// <summary>A block that a walk came to.</summary>
public readonly ref struct ScannedBlock
{
    internal ScannedBlock(long offset, scoped in BlockHeader header, ReadOnlySpan<byte> plain)
    {
        Offset = offset;
        Header = header;
        Plain = plain;
    }

    /// <summary>Where it starts in the file.</summary>
    public long Offset { get; }

    /// <summary>Its header, which is valid; that it belongs here is not said.</summary>
    public BlockHeader Header { get; }

    /// <summary>The payload, decompressed; empty if it is damaged or encrypted. Valid until the walk goes on.</summary>
    public ReadOnlySpan<byte> Plain { get; }

    /// <summary>True if the payload could be read.</summary>
    public bool IsIntact { get; internal init; }

    /// <summary>True if the payload is encrypted: neither read nor checked.</summary>
    public bool IsEncrypted { get; internal init; }
}

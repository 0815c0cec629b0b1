namespace GeodeArchive.Format;

/// <summary>How chunk ids are made. 0 is invalid; 1 and 2 were the hashes of whole chunks, before there were leaves.</summary>
public enum ChunkIdentity : ushort
{
    /// <summary>SHA-256 of the leaves: the plain domain.</summary>
    Sha256 = 3,

    /// <summary>HMAC-SHA-256 of the leaves under the id key: the encrypted domain.</summary>
    HmacSha256 = 4,
}

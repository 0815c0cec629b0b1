namespace GeodeArchive.Format;

/// <summary>How chunk ids are made. 0 is invalid.</summary>
public enum ChunkIdentity : ushort
{
    /// <summary>SHA-256 of the content: the plain domain.</summary>
    Sha256 = 1,

    /// <summary>HMAC-SHA-256 of the content under the id key: the encrypted domain.</summary>
    HmacSha256 = 2,
}

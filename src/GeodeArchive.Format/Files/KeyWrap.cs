namespace GeodeArchive.Format;

/// <summary>How the key of a file is wrapped in its header. 0 is invalid.</summary>
public enum KeyWrap : ushort
{
    /// <summary>The file has no key.</summary>
    None = 1,

    /// <summary>Under the data key of the repository.</summary>
    RepositoryKey = 2,

    /// <summary>To the public key of the repository: P-256 ECDH and HKDF.</summary>
    PublicKey = 3,
}

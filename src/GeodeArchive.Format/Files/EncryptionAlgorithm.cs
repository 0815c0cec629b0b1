namespace GeodeArchive.Format;

/// <summary>How payloads are encrypted. 0 is invalid.</summary>
public enum EncryptionAlgorithm : byte
{
    /// <summary>Not at all.</summary>
    None = 1,

    /// <summary>AES-256-GCM under the key of the file.</summary>
    Aes256Gcm = 2,
}

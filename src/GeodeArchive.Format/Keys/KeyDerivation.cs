namespace GeodeArchive.Format;

/// <summary>How the key of a slot is made from what its owner has. 0 is invalid.</summary>
public enum KeyDerivation : ushort
{
    /// <summary>HKDF-SHA-256 from a key file of 32 random bytes.</summary>
    KeyFile = 1,

    /// <summary>PBKDF2-HMAC-SHA-256 from a passphrase.</summary>
    Passphrase = 2,
}

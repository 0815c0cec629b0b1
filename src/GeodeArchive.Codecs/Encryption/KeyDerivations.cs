using System.Security.Cryptography;
using GeodeArchive.Format;

namespace GeodeArchive.Codecs.Encryption;

/// <summary>Keys from what somebody has or knows; see format-spec/keys.md.</summary>
public static class KeyDerivations
{
    /// <summary>Size of every key that is made here, in bytes.</summary>
    public const int KeySize = 32;

    private static ReadOnlySpan<byte> SlotInfo => "geode slot"u8;

    /// <summary>The key of a slot, from the bytes of a key file or of a passphrase.</summary>
    public static byte[] SlotKey(ReadOnlySpan<byte> secret, KeyDerivation derivation, Hash256 salt, int iterations)
    {
        Span<byte> saltBytes = stackalloc byte[Hash256.Size];
        salt.Write(saltBytes);
        if (derivation == KeyDerivation.Passphrase)
        {
            return Rfc2898DeriveBytes.Pbkdf2(secret, saltBytes, iterations, HashAlgorithmName.SHA256, KeySize);
        }

        var key = new byte[KeySize];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, saltBytes, SlotInfo);
        return key;
    }

    /// <summary>One of the keys that follow from the master key.</summary>
    /// <param name="masterKey">32 bytes.</param>
    /// <param name="keySet">The set of keys.</param>
    /// <param name="info">What it is for.</param>
    public static byte[] FromMaster(ReadOnlySpan<byte> masterKey, KeySetId keySet, ReadOnlySpan<byte> info)
    {
        Span<byte> salt = stackalloc byte[Id128.Size];
        keySet.Write(salt);
        var key = new byte[KeySize];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, masterKey, key, salt, info);
        return key;
    }
}

using System.Security.Cryptography;

namespace GeodeArchive.Codecs.Encryption;

/// <summary>
/// A key that only the owner of a private key can make again: ECDH on P-256, then HKDF-SHA-256. See format-spec/keys.md.
/// </summary>
public static class KeyAgreement
{
    /// <summary>Size of a private key, in bytes.</summary>
    public const int PrivateKeySize = 32;

    /// <summary>Size of a public key, in bytes: an uncompressed point.</summary>
    public const int PublicKeySize = 65;

    private const int CoordinateSize = 32;
    private const byte UncompressedPoint = 0x04;

    /// <summary>Whether random bytes are a private key: from 1 to the order of the curve less 1. Nearly all are.</summary>
    public static bool IsPrivateKey(ReadOnlySpan<byte> bytes) =>
        bytes.Length == PrivateKeySize && bytes.ContainsAnyExcept((byte)0) && bytes.SequenceCompareTo(Order) < 0;

    /// <summary>The public key of a private one.</summary>
    public static byte[] PublicKeyOf(ReadOnlySpan<byte> privateKey)
    {
        using var key = Import(privateKey);
        return Export(key);
    }

    /// <summary>The key that the owner of <paramref name="publicKey"/> shares with the one of <paramref name="privateKey"/>.</summary>
    /// <param name="privateKey">One's own.</param>
    /// <param name="publicKey">The other's.</param>
    /// <param name="salt">Where it is used.</param>
    /// <param name="info">What for.</param>
    /// <param name="key">Filled.</param>
    /// <returns>False if <paramref name="publicKey"/> is no point of the curve.</returns>
    public static bool TryDerive(
        ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info, Span<byte> key)
    {
        if (publicKey.Length != PublicKeySize || publicKey[0] != UncompressedPoint)
        {
            return false;
        }

        try
        {
            using var own = Import(privateKey);
            using var other = ECDiffieHellman.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint
                {
                    X = publicKey.Slice(1, CoordinateSize).ToArray(),
                    Y = publicKey.Slice(1 + CoordinateSize, CoordinateSize).ToArray(),
                },
            });
            using var point = other.PublicKey;
            var shared = own.DeriveRawSecretAgreement(point);
            HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, key, salt, info);
            CryptographicOperations.ZeroMemory(shared);
            return true;
        }
        catch (CryptographicException)
        {
            // The point is not on the curve.
            return false;
        }
    }

    // The number of points of P-256, big-endian; FIPS 186-4, D.1.2.3.
    private static ReadOnlySpan<byte> Order =>
    [
        0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
    ];

    private static ECDiffieHellman Import(ReadOnlySpan<byte> privateKey) => ECDiffieHellman.Create(
        new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = privateKey.ToArray() });

    private static byte[] Export(ECDiffieHellman key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [UncompressedPoint, .. point.X!, .. point.Y!];
    }
}

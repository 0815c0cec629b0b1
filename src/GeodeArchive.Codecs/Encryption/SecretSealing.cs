using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using GeodeArchive.Format;

namespace GeodeArchive.Codecs.Encryption;

/// <summary>Keys under keys: AES-256-GCM over few bytes, with a random nonce.</summary>
public static class SecretSealing
{
    /// <summary>Encrypts.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="nonce">12 random bytes, never used with that key before.</param>
    /// <param name="secret">What to encrypt.</param>
    /// <param name="authenticated">What must be the same when it is decrypted.</param>
    public static SealedBytes Seal(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> authenticated)
    {
        var content = new byte[secret.Length];
        Span<byte> tag = stackalloc byte[SealedBytes.TagSize];
        using var cipher = new AesGcm(key, SealedBytes.TagSize);
        cipher.Encrypt(nonce, secret, content, tag, authenticated);
        return new SealedBytes(nonce, tag, content);
    }

    /// <summary>Decrypts; false if key or what is authenticated are others.</summary>
    public static bool TryOpen(
        ReadOnlySpan<byte> key, SealedBytes bytes, ReadOnlySpan<byte> authenticated, [NotNullWhen(true)] out byte[]? secret)
    {
        secret = new byte[bytes.Content.Length];
        try
        {
            using var cipher = new AesGcm(key, SealedBytes.TagSize);
            cipher.Decrypt(bytes.Nonce, bytes.Content, bytes.Tag, secret, authenticated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            secret = null;
            return false;
        }
    }
}

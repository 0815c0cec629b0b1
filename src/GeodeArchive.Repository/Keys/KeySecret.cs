using System.Security.Cryptography;
using GeodeArchive.Format;

namespace GeodeArchive.Repository.Keys;

/// <summary>What opens a key slot: the content of a key file, or a passphrase. Never shown; erased when it is disposed.</summary>
public sealed class KeySecret : IDisposable
{
    private readonly byte[] _bytes;

    /// <summary>Makes the secret; <paramref name="bytes"/> are its own from now on.</summary>
    /// <param name="derivation">What they are.</param>
    /// <param name="bytes">32 bytes of a key file, or the passphrase in UTF-8.</param>
    /// <param name="source">Where they came from, for messages: "/etc/geode/backup.key".</param>
    public KeySecret(KeyDerivation derivation, byte[] bytes, string source)
    {
        Derivation = derivation;
        _bytes = bytes;
        Source = source;
    }

    /// <summary>What it is.</summary>
    public KeyDerivation Derivation { get; }

    /// <summary>Where it came from, for messages.</summary>
    public string Source { get; }

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);
}

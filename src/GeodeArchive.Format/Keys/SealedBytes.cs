namespace GeodeArchive.Format;

/// <summary>Bytes under AES-256-GCM, with what is needed to open them but the key. Immutable.</summary>
public sealed class SealedBytes : IEquatable<SealedBytes>
{
    /// <summary>Size of the nonce, in bytes.</summary>
    public const int NonceSize = 12;

    /// <summary>Size of the tag, in bytes.</summary>
    public const int TagSize = 16;

    private readonly byte[] _bytes;

    /// <summary>Copies the parts.</summary>
    /// <param name="nonce">12 bytes.</param>
    /// <param name="tag">16 bytes.</param>
    /// <param name="content">The encrypted bytes.</param>
    /// <exception cref="ArgumentException">A part has another size.</exception>
    public SealedBytes(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> content)
    {
        if (nonce.Length != NonceSize || tag.Length != TagSize)
        {
            throw new ArgumentException("a nonce or tag has another size");
        }

        _bytes = [.. nonce, .. tag, .. content];
    }

    /// <summary>12 bytes.</summary>
    public ReadOnlySpan<byte> Nonce => _bytes.AsSpan(0, NonceSize);

    /// <summary>16 bytes.</summary>
    public ReadOnlySpan<byte> Tag => _bytes.AsSpan(NonceSize, TagSize);

    /// <summary>The encrypted bytes.</summary>
    public ReadOnlySpan<byte> Content => _bytes.AsSpan(NonceSize + TagSize);

    /// <inheritdoc/>
    public bool Equals(SealedBytes? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SealedBytes);

    /// <inheritdoc/>
    public override int GetHashCode() => Id128.Read(Tag).GetHashCode();
}

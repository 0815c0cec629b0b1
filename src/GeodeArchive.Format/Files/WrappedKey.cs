namespace GeodeArchive.Format;

/// <summary>The key of a file, wrapped under the repository's key or to its public key. Immutable.</summary>
public sealed class WrappedKey : IEquatable<WrappedKey>
{
    /// <summary>First byte of a point with both coordinates.</summary>
    internal const byte UncompressedPoint = 0x04;

    private readonly byte[] _bytes;

    /// <summary>Copies the parts.</summary>
    /// <param name="nonce">12 bytes.</param>
    /// <param name="key">32 bytes.</param>
    /// <param name="tag">16 bytes.</param>
    /// <param name="ephemeralPublicKey">65 bytes, an uncompressed P-256 point; empty unless the key is wrapped to a public key.</param>
    /// <exception cref="ArgumentException">A part has another size.</exception>
    public WrappedKey(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> ephemeralPublicKey)
    {
        bool fits = nonce.Length == FileHeaderLayout.WrapNonceSize
            && key.Length == FileHeaderLayout.WrappedKeySize
            && tag.Length == FileHeaderLayout.WrapTagSize
            && ephemeralPublicKey.Length is 0 or FileHeaderLayout.EphemeralPublicKeySize;
        if (!fits)
        {
            throw new ArgumentException("a part of a wrapped key has another size than the file header has room for");
        }

        _bytes = [.. nonce, .. key, .. tag, .. ephemeralPublicKey];
    }

    /// <summary>12 bytes.</summary>
    public ReadOnlySpan<byte> Nonce => _bytes.AsSpan(0, FileHeaderLayout.WrapNonceSize);

    /// <summary>32 bytes.</summary>
    public ReadOnlySpan<byte> Key => _bytes.AsSpan(FileHeaderLayout.WrapNonceSize, FileHeaderLayout.WrappedKeySize);

    /// <summary>16 bytes.</summary>
    public ReadOnlySpan<byte> Tag =>
        _bytes.AsSpan(FileHeaderLayout.WrapNonceSize + FileHeaderLayout.WrappedKeySize, FileHeaderLayout.WrapTagSize);

    /// <summary>65 bytes, or none unless the key is wrapped to a public key.</summary>
    public ReadOnlySpan<byte> EphemeralPublicKey =>
        _bytes.AsSpan(FileHeaderLayout.WrapNonceSize + FileHeaderLayout.WrappedKeySize + FileHeaderLayout.WrapTagSize);

    /// <inheritdoc/>
    public bool Equals(WrappedKey? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WrappedKey);

    /// <inheritdoc/>
    public override int GetHashCode() => Id128.Read(Tag).GetHashCode();

    internal static WrappedKey? Read(ReadOnlySpan<byte> header, KeyWrap wrap)
    {
        if (wrap == KeyWrap.None)
        {
            return null;
        }

        ReadOnlySpan<byte> point = header.Slice(FileHeaderLayout.EphemeralPublicKeyOffset, FileHeaderLayout.EphemeralPublicKeySize);
        return new WrappedKey(
            header.Slice(FileHeaderLayout.WrapNonceOffset, FileHeaderLayout.WrapNonceSize),
            header.Slice(FileHeaderLayout.WrappedKeyOffset, FileHeaderLayout.WrappedKeySize),
            header.Slice(FileHeaderLayout.WrapTagOffset, FileHeaderLayout.WrapTagSize),
            wrap == KeyWrap.PublicKey ? point : []);
    }

    /// <summary>Refuses bytes where a header without a key, or with one that is not wrapped to a public key, has none.</summary>
    internal static void RequireUnused(ReadOnlySpan<byte> header, KeyWrap wrap, Place place)
    {
        if (wrap == KeyWrap.None)
        {
            ReadOnlySpan<byte> unused = header[FileHeaderLayout.WrapNonceOffset..FileHeaderLayout.EphemeralPublicKeyOffset];
            place.RequireZero(unused, FormatError.BadValue, "a wrapped key in a file without one");
        }

        if (wrap != KeyWrap.PublicKey)
        {
            ReadOnlySpan<byte> unused = header.Slice(FileHeaderLayout.EphemeralPublicKeyOffset, FileHeaderLayout.EphemeralPublicKeySize);
            place.RequireZero(unused, FormatError.BadValue, "ephemeral_public_key of a key that is not wrapped to a public key");
        }
    }

    internal void Validate(KeyWrap wrap, Place place)
    {
        place.Require(
            EphemeralPublicKey.IsEmpty == (wrap != KeyWrap.PublicKey), FormatError.BadValue, "ephemeral_public_key does not suit key_wrap");
        place.Require(
            EphemeralPublicKey.IsEmpty || EphemeralPublicKey[0] == UncompressedPoint,
            FormatError.BadValue,
            "ephemeral_public_key is not an uncompressed point");
    }

    internal void Write(Span<byte> header)
    {
        Nonce.CopyTo(header[FileHeaderLayout.WrapNonceOffset..]);
        Key.CopyTo(header[FileHeaderLayout.WrappedKeyOffset..]);
        Tag.CopyTo(header[FileHeaderLayout.WrapTagOffset..]);
        EphemeralPublicKey.CopyTo(header[FileHeaderLayout.EphemeralPublicKeyOffset..]);
    }
}

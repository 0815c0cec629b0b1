using System.Text;

namespace GeodeArchive.Io.Files;

/// <summary>
/// One component of a path, as the bytes that Linux keeps: any bytes but NUL and '/', not empty, at most 255, not "." or "..".
/// Ordered by bytes. Making one checks these rules, so that a name from an archive can never lead out of its directory.
/// </summary>
/// <remarks>
/// Some file systems (NTFS, FAT, CIFS, some FUSE) count characters and have names that are longer in bytes. A listing shows such a name, so
/// that it can be reported; whatever else is tried with it fails with <see cref="FileError.BadName"/>.
/// </remarks>
public readonly struct FileName : IEquatable<FileName>, IComparable<FileName>
{
    /// <summary>The longest name that can be used, in bytes: what Linux's own file systems take.</summary>
    public const int LengthMax = 255;

    // With a NUL behind the name, so that a system call can be given these bytes as they are.
    private readonly byte[]? _terminated;

    private FileName(byte[] terminated) => _terminated = terminated;

    /// <summary>The bytes; owned by the name.</summary>
    public ReadOnlySpan<byte> Bytes => _terminated is null ? default : _terminated.AsSpan(0, _terminated.Length - 1);

    /// <summary>The bytes and a NUL, for system calls.</summary>
    /// <exception cref="FileException">See <see cref="DemandUsable"/>.</exception>
    internal ReadOnlySpan<byte> Terminated
    {
        get
        {
            DemandUsable();
            return _terminated;
        }
    }

    /// <summary>True if these bytes can be a name.</summary>
    public static bool IsValid(ReadOnlySpan<byte> bytes) =>
        bytes.Length is > 0 and <= LengthMax
        && bytes.IndexOfAny((byte)0, (byte)'/') < 0
        && !bytes.SequenceEqual("."u8)
        && !bytes.SequenceEqual(".."u8);

    /// <summary>Makes a name from a copy of <paramref name="bytes"/>.</summary>
    /// <exception cref="FileException"><see cref="FileError.BadName"/>.</exception>
    public static FileName From(ReadOnlySpan<byte> bytes)
    {
        if (!IsValid(bytes))
        {
            throw new FileException(FileError.BadName, "use the name", ByteText.Show(bytes));
        }

        return Copy(bytes);
    }

    /// <summary>Makes a name from text, as UTF-8.</summary>
    /// <exception cref="FileException"><see cref="FileError.BadName"/>.</exception>
    public static FileName From(string text) => From(Encoding.UTF8.GetBytes(text));

    /// <summary>Makes a name that the kernel listed: it may be too long to be used, so that one such name hides no others.</summary>
    /// <exception cref="FileException"><see cref="FileError.BadName"/>.</exception>
    internal static FileName FromListing(ReadOnlySpan<byte> bytes) =>
        bytes.Length > LengthMax && bytes.IndexOfAny((byte)0, (byte)'/') < 0 ? Copy(bytes) : From(bytes);

    /// <summary>Refuses a name that cannot be given to a system call.</summary>
    /// <exception cref="FileException"><see cref="FileError.BadName"/> for one that is too long, and for one that was never made
    /// (<c>default</c>).</exception>
    internal void DemandUsable()
    {
        if (_terminated is null)
        {
            throw new FileException(FileError.BadName, "use the name", "(none)");
        }

        if (Bytes.Length > LengthMax)
        {
            throw new FileException(FileError.BadName, "use the name", ToString(), $"it has {Bytes.Length} bytes, more than {LengthMax}");
        }
    }

    /// <inheritdoc/>
    public bool Equals(FileName other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FileName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public int CompareTo(FileName other) => Bytes.SequenceCompareTo(other.Bytes);

    /// <summary>The name for people: bytes that are not UTF-8 and control characters show as <c>\xNN</c>.</summary>
    public override string ToString() => ByteText.Show(Bytes);

    /// <summary>Equal bytes.</summary>
    public static bool operator ==(FileName left, FileName right) => left.Equals(right);

    /// <summary>Different bytes.</summary>
    public static bool operator !=(FileName left, FileName right) => !left.Equals(right);

    /// <summary>Byte order.</summary>
    public static bool operator <(FileName left, FileName right) => left.CompareTo(right) < 0;

    /// <summary>Byte order.</summary>
    public static bool operator >(FileName left, FileName right) => left.CompareTo(right) > 0;

    /// <summary>Byte order.</summary>
    public static bool operator <=(FileName left, FileName right) => left.CompareTo(right) <= 0;

    /// <summary>Byte order.</summary>
    public static bool operator >=(FileName left, FileName right) => left.CompareTo(right) >= 0;

    private static FileName Copy(ReadOnlySpan<byte> bytes)
    {
        var terminated = new byte[bytes.Length + 1];
        bytes.CopyTo(terminated);
        return new FileName(terminated);
    }
}

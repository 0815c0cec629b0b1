using System.Text;

namespace GeodeArchive.Io.Files;

/// <summary>
/// One component of a path, as the bytes that Linux keeps: any bytes but NUL and '/', not empty, at most 255, not "." or "..".
/// Ordered by bytes. Making one checks these rules, so that a name from an archive can never lead out of its directory.
/// </summary>
public readonly struct FileName : IEquatable<FileName>, IComparable<FileName>
{
    /// <summary>The longest name that Linux file systems take, in bytes.</summary>
    public const int LengthMax = 255;

    // With a NUL behind the name, so that a system call can be given these bytes as they are.
    private readonly byte[]? _terminated;

    private FileName(byte[] terminated) => _terminated = terminated;

    /// <summary>The bytes; owned by the name.</summary>
    public ReadOnlySpan<byte> Bytes => _terminated is null ? default : _terminated.AsSpan(0, _terminated.Length - 1);

    /// <summary>The bytes and a NUL, for system calls.</summary>
    /// <exception cref="FileException"><see cref="FileError.BadName"/> for a name that was never made (<c>default</c>).</exception>
    internal ReadOnlySpan<byte> Terminated => _terminated ?? throw new FileException(FileError.BadName, "use the name", "(none)");

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

        var terminated = new byte[bytes.Length + 1];
        bytes.CopyTo(terminated);
        return new FileName(terminated);
    }

    /// <summary>Makes a name from text, as UTF-8.</summary>
    /// <exception cref="FileException"><see cref="FileError.BadName"/>.</exception>
    public static FileName From(string text) => From(Encoding.UTF8.GetBytes(text));

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
}

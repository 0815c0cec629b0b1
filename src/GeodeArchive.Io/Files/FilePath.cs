using System.Text;

namespace GeodeArchive.Io.Files;

/// <summary>A path as an operator wrote it, as bytes: absolute, or relative to the working directory. Not empty, without NUL.</summary>
public readonly struct FilePath : IEquatable<FilePath>
{
    private readonly byte[]? _bytes;

    private FilePath(byte[] bytes) => _bytes = bytes;

    /// <summary>The bytes; owned by the path.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>True if the path starts at the root.</summary>
    public bool IsAbsolute => Bytes.StartsWith("/"u8);

    /// <summary>
    /// The last component, or null if the path ends in the root, in "." or in ".." and so names no entry of a directory.
    /// Trailing slashes do not count.
    /// </summary>
    public FileName? Name
    {
        get
        {
            var bytes = Bytes.TrimEnd((byte)'/');
            var last = bytes[(bytes.LastIndexOf((byte)'/') + 1)..];
            return FileName.IsValid(last) ? FileName.From(last) : null;
        }
    }

    /// <summary>The path without its last component: "." for a bare name, "/" for the root and for a name in it.</summary>
    public FilePath Parent
    {
        get
        {
            var bytes = Bytes.TrimEnd((byte)'/');
            var slash = bytes.LastIndexOf((byte)'/');
            if (slash < 0 && !bytes.IsEmpty)
            {
                return new FilePath([(byte)'.']);
            }

            var parent = bytes[..Math.Max(slash, 0)].TrimEnd((byte)'/');
            return parent.IsEmpty ? new FilePath([(byte)'/']) : new FilePath(parent.ToArray());
        }
    }

    /// <summary>Makes a path from a copy of <paramref name="bytes"/>.</summary>
    /// <exception cref="FileException"><see cref="FileError.BadName"/> when it is empty or holds NUL.</exception>
    public static FilePath From(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty || bytes.Contains((byte)0)
            ? throw new FileException(FileError.BadName, "use the path", ByteText.Show(bytes))
            : new FilePath(bytes.ToArray());

    /// <summary>Makes a path from text, as UTF-8.</summary>
    /// <exception cref="FileException"><see cref="FileError.BadName"/> when it is empty or holds NUL.</exception>
    public static FilePath From(string text) => From(Encoding.UTF8.GetBytes(text));

    /// <summary>The path of <paramref name="name"/> inside this one.</summary>
    public FilePath Append(FileName name)
    {
        var separator = Bytes.EndsWith("/"u8) ? [] : "/"u8;
        return new FilePath([.. Bytes, .. separator, .. name.Bytes]);
    }

    /// <inheritdoc/>
    public bool Equals(FilePath other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FilePath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <summary>The path for people, see <see cref="FileName.ToString"/>.</summary>
    public override string ToString() => ByteText.Show(Bytes);

    /// <summary>Equal bytes.</summary>
    public static bool operator ==(FilePath left, FilePath right) => left.Equals(right);

    /// <summary>Different bytes.</summary>
    public static bool operator !=(FilePath left, FilePath right) => !left.Equals(right);
}

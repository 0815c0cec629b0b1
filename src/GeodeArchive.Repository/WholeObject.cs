using GeodeArchive.Format;
using GeodeArchive.Objects;

namespace GeodeArchive.Repository;

/// <summary>Reads small objects whole.</summary>
public static class WholeObject
{
    /// <summary>Limit for files of a fixed size: their decoders say best what is wrong with a longer one.</summary>
    public const int FixedSizeMax = 64 * 1024;

    private const int FirstRead = 64 * 1024;

    /// <summary>Reads all bytes of an object of at most <paramref name="sizeMax"/> bytes.</summary>
    /// <exception cref="ObjectException">It cannot be read.</exception>
    /// <exception cref="ArchiveFormatException">It is larger than that.</exception>
    public static byte[] Read(IObjectStore store, ObjectKey key, long sizeMax)
    {
        var end = new byte[Math.Min(FirstRead, sizeMax)];
        var (count, length) = store.GetSuffix(key, end);
        if (length > sizeMax)
        {
            throw new ArchiveFormatException(FormatError.TooLarge, "file", 0, $"{length} bytes, at most {sizeMax} are valid");
        }

        var bytes = new byte[length];
        var head = (int)(length - count);
        end.AsSpan(0, count).CopyTo(bytes.AsSpan(head));
        return store.GetRange(key, 0, bytes.AsSpan(0, head)) == head
            ? bytes
            : throw new ObjectException(ObjectError.Failed, key.Text, $"{key} became shorter while it was read");
    }
}

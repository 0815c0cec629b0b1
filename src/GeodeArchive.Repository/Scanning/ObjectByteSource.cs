using GeodeArchive.Format;
using GeodeArchive.Objects;

namespace GeodeArchive.Repository.Scanning;

/// <summary>The bytes of an object, as far as they can be read; at most as many as it should have. Does not own the store.</summary>
public sealed class ObjectByteSource : IByteSource
{
    private readonly IObjectStore _store;
    private readonly ObjectKey _key;

    /// <summary>Looks how long the object is.</summary>
    /// <param name="store">Where it is; one that takes what the medium does not give back as damage of the object.</param>
    /// <param name="key">Its key.</param>
    /// <param name="lengthMax">How long it should be.</param>
    /// <exception cref="ObjectException">There is none, or the store failed.</exception>
    /// <exception cref="ArchiveFormatException">It cannot be read at all.</exception>
    public ObjectByteSource(IObjectStore store, ObjectKey key, long lengthMax)
    {
        _store = store;
        _key = key;
        Length = Math.Min(store.GetSuffix(key, []).Length, lengthMax);
    }

    /// <inheritdoc/>
    public long Length { get; }

    /// <inheritdoc/>
    public int Read(Span<byte> destination, long offset)
    {
        if (offset >= Length)
        {
            return 0;
        }

        try
        {
            return _store.GetRange(_key, offset, destination[..(int)Math.Min(destination.Length, Length - offset)]);
        }
        catch (ArchiveFormatException)
        {
            // Damage of the medium is to the scanner as if the file ended there.
            return 0;
        }
    }
}

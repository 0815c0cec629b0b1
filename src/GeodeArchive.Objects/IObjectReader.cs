namespace GeodeArchive.Objects;

/// <summary>
/// An object that is read at many places, looked up once. It may be deleted meanwhile: then it can still be read, or is not found. Safe for
/// several workers; throws <see cref="ObjectException"/>.
/// </summary>
public interface IObjectReader : IDisposable
{
    /// <summary>
    /// Reads at <paramref name="offset"/> until <paramref name="destination"/> is full or the object ends; returns the bytes read.
    /// </summary>
    /// <exception cref="ObjectException"><see cref="ObjectError.NotFound"/>.</exception>
    int Read(long offset, Span<byte> destination);

    /// <summary>Reads the object's last bytes, as many as fit; returns their number and the object's length.</summary>
    /// <exception cref="ObjectException"><see cref="ObjectError.NotFound"/>.</exception>
    (int Count, long Length) ReadSuffix(Span<byte> destination);
}

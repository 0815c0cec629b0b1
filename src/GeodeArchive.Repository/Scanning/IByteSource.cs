namespace GeodeArchive.Repository.Scanning;

/// <summary>The bytes of one file, to be read at explicit offsets.</summary>
public interface IByteSource
{
    /// <summary>How many there are.</summary>
    long Length { get; }

    /// <summary>
    /// Reads at <paramref name="offset"/> until <paramref name="destination"/> is full or the file ends; returns the bytes
    /// read.
    /// </summary>
    int Read(Span<byte> destination, long offset);
}

namespace GeodeArchive.Io.Files;

/// <summary>
/// An open regular file, read and written at explicit offsets. Safe for several workers at once. Throws <see cref="FileException"/>.
/// </summary>
public interface IFile : INode, IDisposable
{
    /// <summary>The path as opened, for messages only.</summary>
    string DisplayPath { get; }

    /// <summary>Current length in bytes.</summary>
    long Length { get; }

    /// <summary>
    /// Reads at <paramref name="offset"/> until <paramref name="destination"/> is full or the file ends; returns the bytes read.
    /// A file not opened <see cref="FileOpening.Buffered"/> needs offset, length and memory aligned to 4,096.
    /// </summary>
    int Read(Span<byte> destination, long offset);

    /// <summary>
    /// Writes all of <paramref name="source"/> at <paramref name="offset"/>, extending the file. Same alignment rule as
    /// <see cref="Read"/>. <see cref="FileError.Denied"/> when the file was opened for reading. After any other failure a
    /// beginning of it may have been written.
    /// </summary>
    void Write(ReadOnlySpan<byte> source, long offset);

    /// <summary>Cuts or extends (with a hole) the file.</summary>
    void SetLength(long length);

    /// <summary>
    /// Makes bytes and length durable. After a failure the state of the unsynced bytes is unknown, and a later success
    /// means nothing: never retry, write a new file instead. Fails with <see cref="FileError.NoSpace"/> or <see cref="FileError.Io"/>.
    /// </summary>
    void Sync();

    /// <summary>As <see cref="Sync"/>, times and other metadata as well (fsync; <see cref="Sync"/> is fdatasync).</summary>
    void SyncAll();

    /// <summary>
    /// Locks the file against everybody else who asks, in this process and others, until it is disposed of or the process ends. False when
    /// somebody has it. It stops nobody who does not ask.
    /// </summary>
    bool TryLock();

    /// <summary>
    /// The next stretch at or after <paramref name="offset"/> that is no hole. False when nothing but holes follow, or the file ends. Where
    /// the file system does not tell, there are no holes.
    /// </summary>
    /// <param name="offset">Where to start.</param>
    /// <param name="start">Its first byte, <paramref name="offset"/> or later.</param>
    /// <param name="end">Behind its last byte.</param>
    bool TryFindData(long offset, out long start, out long end);
}

using GeodeArchive.Io.Files;

namespace GeodeArchive.Repository.Scanning;

/// <summary>The bytes of an open file, as many as there were when it was first looked at. Does not own the file.</summary>
/// <param name="file">Whose reads may throw <see cref="FileException"/>.</param>
public sealed class FileByteSource(IFile file) : IByteSource
{
    /// <inheritdoc/>
    public long Length { get; } = file.Length;

    /// <inheritdoc/>
    public int Read(Span<byte> destination, long offset) => file.Read(destination, offset);
}

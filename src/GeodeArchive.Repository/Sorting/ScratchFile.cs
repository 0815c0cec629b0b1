using GeodeArchive.Io.Files;
using GeodeArchive.Objects;

namespace GeodeArchive.Repository.Sorting;

/// <summary>
/// Bytes that memory cannot hold, in a file that nobody else sees and that is gone when this is disposed of. The file is made by the first
/// bytes. For one worker.
/// </summary>
/// <param name="store">Gives the file.</param>
internal sealed class ScratchFile(IObjectStore store) : IDisposable
{
    private IFile? _file;

    /// <summary>How many bytes were appended.</summary>
    public long Length { get; private set; }

    /// <summary>Appends bytes; returns where they begin.</summary>
    /// <exception cref="RepositoryException">The file cannot be written.</exception>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _file ??= store.CreateScratch();
            var offset = Length;
            _file.Write(bytes, offset);
            Length += bytes.Length;
            return offset;
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
        catch (FileException error)
        {
            throw Failure(error);
        }
    }

    /// <summary>Reads bytes that were appended.</summary>
    /// <exception cref="RepositoryException">The file cannot be read.</exception>
    public void Read(long offset, Span<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + bytes.Length, Length);
        try
        {
            if (_file!.Read(bytes, offset) != bytes.Length)
            {
                throw new RepositoryException(RepositoryError.Failed, $"the scratch file {_file.DisplayPath} became shorter");
            }
        }
        catch (FileException error)
        {
            throw Failure(error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static RepositoryException Failure(FileException error) =>
        new(RepositoryError.Failed, $"the scratch file failed: {error.Message}", "free some space and run the command again", error);
}

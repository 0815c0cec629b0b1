using GeodeArchive.Format;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Store.Files;

/// <summary>Pages in a file, past the system's page cache: the store has its own.</summary>
public sealed class FilePageDevice : IPageDevice
{
    private readonly IFile _file;
    private readonly BufferPool _buffers;

    /// <summary>Takes over <paramref name="file"/>, which was opened <see cref="FileOpening.Direct"/>.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="file">The file.</param>
    /// <param name="buffers">Aligned memory, of whole pages; the caller's.</param>
    public FilePageDevice(string name, IFile file, BufferPool buffers)
    {
        Name = name;
        _file = file;
        _buffers = buffers;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public long PageCount => _file.Length / StoreLimits.PageSize;

    /// <inheritdoc/>
    public bool TryRead(PageNumber first, Span<byte> destination)
    {
        var buffer = _buffers.Rent();
        try
        {
            for (var done = 0; done < destination.Length;)
            {
                var part = buffer.Span[..Math.Min(buffer.Length, destination.Length - done)];
                if (_file.Read(part, first.Offset + done) != part.Length)
                {
                    return false;
                }

                part.CopyTo(destination[done..]);
                done += part.Length;
            }

            return true;
        }
        finally
        {
            _buffers.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public void Write(PageNumber first, ReadOnlySpan<byte> pages)
    {
        var buffer = _buffers.Rent();
        try
        {
            for (var done = 0; done < pages.Length;)
            {
                var part = buffer.Span[..Math.Min(buffer.Length, pages.Length - done)];
                pages.Slice(done, part.Length).CopyTo(part);
                _file.Write(part, first.Offset + done);
                done += part.Length;
            }
        }
        finally
        {
            _buffers.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public void SetPageCount(long count) => _file.SetLength(count * StoreLimits.PageSize);

    /// <inheritdoc/>
    public void Sync() => _file.Sync();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}

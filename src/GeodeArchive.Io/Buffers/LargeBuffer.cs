using GeodeArchive.Io.Linux;

namespace GeodeArchive.Io.Buffers;

/// <summary>
/// Much native memory that is read at random places: in pages of 2 MiB where the system has them, so that a read seldom waits for the
/// translation of its address. Dispose gives it back to the system at once, which an allocator that keeps freed memory does not. Cleared.
/// </summary>
public sealed unsafe class LargeBuffer : IDisposable
{
    private const int HugePageSize = 2 << 20;

    private readonly nuint _mappedSize;
    private byte* _start;

    /// <summary>Maps <paramref name="length"/> bytes.</summary>
    /// <exception cref="OutOfMemoryException">The system has no such memory.</exception>
    public LargeBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        Length = length;
        _mappedSize = ((nuint)length + DirectAlignment.Bytes - 1) & ~(nuint)(DirectAlignment.Bytes - 1);
        _start = length < HugePageSize ? Map(_mappedSize) : MapAligned(_mappedSize);
    }

    /// <summary>Length in bytes.</summary>
    public int Length { get; }

    /// <summary>The memory; valid until the buffer is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    public Span<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_start is null, this);
            return new Span<byte>(_start, Length);
        }
    }

    /// <summary>Gives the memory back. Nobody may use a span over it any more.</summary>
    public void Dispose()
    {
        if (_start is not null)
        {
            _ = Libc.munmap(_start, _mappedSize);
            _start = null;
        }
    }

    private static byte* Map(nuint size)
    {
        var start = Libc.mmap(null, size, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS, -1, 0);
        return (nint)start == -1 ? throw new OutOfMemoryException($"the system has no {size} bytes of memory left") : start;
    }

    /// <summary>Maps more than is needed, and gives back what is before the first large page and after the end.</summary>
    private static byte* MapAligned(nuint size)
    {
        var mapped = Map(size + HugePageSize);
        var before = (nuint)(-(nint)mapped) & (HugePageSize - 1);
        var start = mapped + before;
        if (before > 0)
        {
            _ = Libc.munmap(mapped, before);
        }

        _ = Libc.munmap(start + size, HugePageSize - before);

        // Refused where the kernel has no large pages: small ones do as well, and slower.
        _ = Libc.madvise(start, size, Libc.MADV_HUGEPAGE);
        return start;
    }
}

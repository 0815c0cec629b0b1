using System.Runtime.InteropServices;

namespace GeodeArchive.Io.Buffers;

/// <summary>
/// Native memory aligned for direct I/O, outside the garbage collector's heap and given back at once by Dispose.
/// The content is not cleared.
/// </summary>
/// <remarks>
/// There is no finalizer: it could free the memory under a span whose buffer nobody refers to any more. A buffer that is
/// forgotten is lost until the process ends; <see cref="BufferPool"/> counts what is out and frees all that it made.
/// </remarks>
public sealed unsafe class AlignedBuffer : IDisposable
{
    private byte* _start;

    /// <summary>Allocates <paramref name="length"/> bytes.</summary>
    /// <exception cref="OutOfMemoryException">The system has no such memory.</exception>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        Length = length;
        _start = (byte*)NativeMemory.AlignedAlloc((nuint)length, DirectAlignment.Bytes);
    }

    /// <summary>Length in bytes.</summary>
    public int Length { get; }

    /// <summary>The memory; valid until the buffer is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The memory was freed.</exception>
    public Span<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_start is null, this);
            return new Span<byte>(_start, Length);
        }
    }

    /// <summary>Frees the memory. Nobody may use a span over it any more.</summary>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}

namespace GeodeArchive.Io.Buffers;

using System.Buffers;
using System.Runtime.InteropServices;

/// <summary>
/// Native memory aligned for direct I/O, outside the garbage collector's heap and given back at once by Dispose.
/// The content is not cleared.
/// </summary>
/// <remarks>
/// There is no finalizer: it could free the memory under a span whose buffer nobody refers to any more. A buffer that is
/// forgotten is lost until the process ends; <see cref="BufferPool"/> counts what is out and frees all that it made.
/// </remarks>
public sealed unsafe class AlignedBuffer : MemoryManager<byte>
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
    public Span<byte> Span => GetSpan();

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The memory was freed.</exception>
    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        return new Span<byte>(_start, Length);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)Length);
        return new MemoryHandle(_start + elementIndex, pinnable: this);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
        // The memory never moves.
    }

    /// <summary>Frees the memory. Nobody may use a span over it any more.</summary>
    public void Dispose() => Dispose(disposing: true);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}

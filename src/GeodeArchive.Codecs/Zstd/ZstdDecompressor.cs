using System.Buffers.Binary;
using GeodeArchive.Format;

namespace GeodeArchive.Codecs.Zstd;

/// <summary>
/// Decodes exactly one Zstandard frame. The destination serves as the window, so that a frame that asks for a large one gets no memory;
/// frames that need a dictionary are refused by the library.
/// </summary>
internal sealed unsafe class ZstdDecompressor : IDecompressor
{
    private readonly ZstdDecompressionContext _context;

    public ZstdDecompressor()
    {
        _context = LibZstd.ZSTD_createDCtx();
        if (_context.IsInvalid)
        {
            throw new CodecException(CodecError.OutOfMemory, "libzstd: ZSTD_createDCtx returned null: out of memory");
        }
    }

    public CompressionAlgorithm Algorithm => CompressionAlgorithm.Zstd;

    public bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_context.IsClosed, this);
        // ZSTD_decompressDCtx also takes skippable frames and, if so built, the formats before 0.8, whose decoders nobody hardens any more.
        if (!BinaryPrimitives.TryReadUInt32LittleEndian(source, out uint magic) || magic != LibZstd.ZSTD_MAGICNUMBER)
        {
            return false;
        }
        fixed (byte* from = source)
        fixed (byte* to = destination)
        {
            // It also takes several frames in a row. An error is larger than any size.
            nuint sourceSize = (nuint)source.Length;
            return LibZstd.ZSTD_findFrameCompressedSize(from, sourceSize) == sourceSize
                && LibZstd.ZSTD_decompressDCtx(_context, to, (nuint)destination.Length, from, sourceSize) == (nuint)destination.Length;
        }
    }

    public void Dispose()
    {
        _context.Dispose();
    }
}

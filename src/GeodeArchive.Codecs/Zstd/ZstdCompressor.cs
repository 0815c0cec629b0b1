using GeodeArchive.Format;

namespace GeodeArchive.Codecs.Zstd;

/// <summary>One Zstandard frame for each call, with its content size and without a checksum: the block has its own sum.</summary>
internal sealed unsafe class ZstdCompressor : ICompressor
{
    private readonly ZstdCompressionContext _context;

    public ZstdCompressor(int level)
    {
        _context = LibZstd.ZSTD_createCCtx();
        if (_context.IsInvalid)
        {
            throw new CodecException(CodecError.OutOfMemory, "libzstd: ZSTD_createCCtx returned null: out of memory");
        }
        Set(LibZstd.ZSTD_c_compressionLevel, level);
        Set(LibZstd.ZSTD_c_contentSizeFlag, 1);
        Set(LibZstd.ZSTD_c_checksumFlag, 0);
    }

    public CompressionAlgorithm Algorithm => CompressionAlgorithm.Zstd;

    public bool TryCompress(ReadOnlySpan<byte> source, Span<byte> destination, out int written)
    {
        nuint result;
        fixed (byte* from = source)
        fixed (byte* to = destination)
        {
            result = LibZstd.ZSTD_compress2(_context, to, (nuint)destination.Length, from, (nuint)source.Length);
        }
        int error = LibZstd.ErrorOf(result);
        written = error == 0 ? (int)result : 0;
        return error switch
        {
            0 => true,
            LibZstd.ZSTD_error_dstSize_tooSmall => false,
            LibZstd.ZSTD_error_memory_allocation =>
                throw new CodecException(CodecError.OutOfMemory, "libzstd: ZSTD_compress2 failed: out of memory"),
            _ => throw new CodecException(CodecError.NativeFailure, $"libzstd: ZSTD_compress2 failed with error {error}"),
        };
    }

    public void Dispose()
    {
        _context.Dispose();
    }

    private void Set(int parameter, int value)
    {
        int error = LibZstd.ErrorOf(LibZstd.ZSTD_CCtx_setParameter(_context, parameter, value));
        if (error != 0)
        {
            _context.Dispose();
            throw new CodecException(
                CodecError.NativeFailure, $"libzstd: ZSTD_CCtx_setParameter({parameter}, {value}) failed with error {error}");
        }
    }
}

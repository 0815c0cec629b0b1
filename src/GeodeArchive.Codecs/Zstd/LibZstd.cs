using System.Runtime.InteropServices;

namespace GeodeArchive.Codecs.Zstd;

/// <summary>Imports of the reference implementation of Zstandard (zstd.h, zstd_errors.h since 1.4.0), under their own names.</summary>
internal static unsafe partial class LibZstd
{
    public const string Name = "libzstd";

    public const int ZSTD_c_compressionLevel = 100;
    public const int ZSTD_c_contentSizeFlag = 200;
    public const int ZSTD_c_checksumFlag = 201;
    public const int ZSTD_error_memory_allocation = 64;
    public const int ZSTD_error_dstSize_tooSmall = 70;
    public const int ZSTD_error_maxCode = 120;
    public const uint ZSTD_MAGICNUMBER = 0xFD2FB528;

    static LibZstd()
    {
        NativeLibraries.Register();
    }

    /// <summary>The error in a result of type size_t, 0 if it is a size. ZSTD_isError and ZSTD_getErrorCode do the same.</summary>
    public static int ErrorOf(nuint result)
    {
        nuint negated = 0 - result;
        return negated is > 0 and <= ZSTD_error_maxCode ? (int)negated : 0;
    }

    [LibraryImport(Name)]
    public static partial ZstdCompressionContext ZSTD_createCCtx();

    [LibraryImport(Name)]
    public static partial nuint ZSTD_freeCCtx(nint cctx);

    [LibraryImport(Name)]
    public static partial nuint ZSTD_CCtx_setParameter(ZstdCompressionContext cctx, int param, int value);

    [LibraryImport(Name)]
    public static partial nuint ZSTD_compress2(ZstdCompressionContext cctx, byte* dst, nuint dstCapacity, byte* src, nuint srcSize);

    [LibraryImport(Name)]
    public static partial ZstdDecompressionContext ZSTD_createDCtx();

    [LibraryImport(Name)]
    public static partial nuint ZSTD_freeDCtx(nint dctx);

    [LibraryImport(Name)]
    public static partial nuint ZSTD_findFrameCompressedSize(byte* src, nuint srcSize);

    [LibraryImport(Name)]
    public static partial nuint ZSTD_decompressDCtx(ZstdDecompressionContext dctx, byte* dst, nuint dstCapacity, byte* src, nuint srcSize);
}

using System.Runtime.InteropServices;

namespace GeodeArchive.Codecs.Gzip;

/// <summary>
/// Imports of zlib (zlib.h of 1.2.0 and later, and zlib-ng's compatible interface), under their own names. Compiled ahead of time it is the
/// zlib-ng that comes with the native compiler.
/// </summary>
/// <remarks>
/// System.IO.Compression has the same library inside, but its streams allocate native and managed state for each block, read past the
/// end of a member, and take a second member or any garbage behind the first.
/// </remarks>
internal static unsafe partial class LibZ
{
    public const string Name = "libz";

    public const int Z_FINISH = 4;
    public const int Z_OK = 0;
    public const int Z_STREAM_END = 1;
    public const int Z_MEM_ERROR = -4;
    public const int Z_BUF_ERROR = -5;
    public const int Z_DEFLATED = 8;
    public const int Z_DEFAULT_STRATEGY = 0;

    /// <summary>The largest window, 32 KiB, plus 16: gzip and not the zlib format.</summary>
    public const int WindowBitsGzip = 15 + 16;

    /// <summary>zlib's own default: 128 KiB of state in place of at most 256.</summary>
    public const int MemLevelDefault = 8;

    static LibZ()
    {
        NativeLibraries.Register();
    }

    /// <summary>The library compares the first digit with its own, to refuse another major version.</summary>
    public static ReadOnlySpan<byte> Version => "1.2.0\0"u8;

    [LibraryImport(Name)]
    public static partial int deflateInit2_(
        ZStream* strm, int level, int method, int windowBits, int memLevel, int strategy, byte* version, int stream_size);

    [LibraryImport(Name)]
    public static partial int deflateReset(ZStream* strm);

    [LibraryImport(Name)]
    public static partial int deflate(ZStream* strm, int flush);

    [LibraryImport(Name)]
    public static partial int deflateEnd(ZStream* strm);

    [LibraryImport(Name)]
    public static partial int inflateInit2_(ZStream* strm, int windowBits, byte* version, int stream_size);

    [LibraryImport(Name)]
    public static partial int inflateReset(ZStream* strm);

    [LibraryImport(Name)]
    public static partial int inflate(ZStream* strm, int flush);

    [LibraryImport(Name)]
    public static partial int inflateEnd(ZStream* strm);
}

using System.Runtime.InteropServices;

namespace GeodeArchive.Codecs.Lz4;

/// <summary>Imports of the reference implementation of LZ4 (lz4.h, lz4hc.h of 1.9.0 and later), under their own names.</summary>
internal static unsafe partial class LibLz4
{
    public const string Name = "liblz4";

    static LibLz4()
    {
        NativeLibraries.Register();
    }

    [LibraryImport(Name)]
    public static partial int LZ4_sizeofState();

    [LibraryImport(Name)]
    public static partial int LZ4_compress_fast_extState(
        Lz4State state, byte* src, byte* dst, int srcSize, int dstCapacity, int acceleration);

    [LibraryImport(Name)]
    public static partial int LZ4_sizeofStateHC();

    [LibraryImport(Name)]
    public static partial int LZ4_compress_HC_extStateHC(
        Lz4State stateHC, byte* src, byte* dst, int srcSize, int maxDstSize, int compressionLevel);

    [LibraryImport(Name)]
    public static partial int LZ4_decompress_safe(byte* src, byte* dst, int compressedSize, int dstCapacity);
}

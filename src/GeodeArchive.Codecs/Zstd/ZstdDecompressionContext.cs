using System.Runtime.InteropServices;

namespace GeodeArchive.Codecs.Zstd;

/// <summary>Owns a ZSTD_DCtx.</summary>
internal sealed class ZstdDecompressionContext : SafeHandle
{
    public ZstdDecompressionContext()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        return LibZstd.ZSTD_freeDCtx(handle) == 0;
    }
}

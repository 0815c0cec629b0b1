using System.Runtime.InteropServices;

namespace GeodeArchive.Codecs.Zstd;

/// <summary>Owns a ZSTD_CCtx.</summary>
internal sealed class ZstdCompressionContext : SafeHandle
{
    public ZstdCompressionContext()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        return LibZstd.ZSTD_freeCCtx(handle) == 0;
    }
}

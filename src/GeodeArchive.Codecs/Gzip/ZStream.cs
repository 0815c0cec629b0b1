using System.Runtime.InteropServices;

namespace GeodeArchive.Codecs.Gzip;

/// <summary>The z_stream of zlib.h, with its names.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ZStream
{
    public byte* next_in;
    public uint avail_in;
    public CULong total_in;
    public byte* next_out;
    public uint avail_out;
    public CULong total_out;
    public byte* msg;
    public void* state;
    public void* zalloc;
    public void* zfree;
    public void* opaque;
    public int data_type;
    public CULong adler;
    public CULong reserved;
}

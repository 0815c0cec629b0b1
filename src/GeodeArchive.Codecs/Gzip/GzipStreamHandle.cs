using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GeodeArchive.Codecs.Gzip;

/// <summary>
/// Owns a z_stream and what zlib keeps behind it. The stream lies in native memory because zlib keeps its address and refuses to work on a
/// stream that was moved.
/// </summary>
internal sealed unsafe class GzipStreamHandle : SafeHandle
{
    private readonly bool _isDeflate;

    private GzipStreamHandle(bool isDeflate)
        : base(0, ownsHandle: true)
    {
        _isDeflate = isDeflate;
    }

    public override bool IsInvalid => handle == 0;

    public static GzipStreamHandle CreateDeflate(int level)
    {
        var created = new GzipStreamHandle(isDeflate: true);
        created.Initialize(level);
        return created;
    }

    public static GzipStreamHandle CreateInflate()
    {
        var created = new GzipStreamHandle(isDeflate: false);
        created.Initialize(level: 0);
        return created;
    }

    /// <summary>Runs deflate or inflate once over the whole of both buffers, from a fresh start.</summary>
    /// <param name="source">The input, at once.</param>
    /// <param name="destination">The room for the output, at once.</param>
    /// <param name="consumed">How much of the source was used.</param>
    /// <param name="produced">How much of the destination was written.</param>
    /// <returns>Z_STREAM_END if the member is complete.</returns>
    public int Run(ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int produced)
    {
        bool isHeld = false;
        try
        {
            DangerousAddRef(ref isHeld);
            var stream = (ZStream*)handle;
            int result = _isDeflate ? LibZ.deflateReset(stream) : LibZ.inflateReset(stream);
            if (result != LibZ.Z_OK)
            {
                throw new CodecException(CodecError.NativeFailure, $"libz: resetting a stream failed with error {result}");
            }
            // zlib refuses null, which is what an empty span gives.
            byte nothing;
            fixed (byte* from = source)
            fixed (byte* to = destination)
            {
                stream->next_in = source.IsEmpty ? &nothing : from;
                stream->avail_in = (uint)source.Length;
                stream->next_out = destination.IsEmpty ? &nothing : to;
                stream->avail_out = (uint)destination.Length;
                result = _isDeflate ? LibZ.deflate(stream, LibZ.Z_FINISH) : LibZ.inflate(stream, LibZ.Z_FINISH);
            }
            consumed = source.Length - (int)stream->avail_in;
            produced = destination.Length - (int)stream->avail_out;
            return result;
        }
        finally
        {
            if (isHeld)
            {
                DangerousRelease();
            }
        }
    }

    protected override bool ReleaseHandle()
    {
        var stream = (ZStream*)handle;
        // Z_DATA_ERROR from deflateEnd only says that a member was not completed.
        _ = _isDeflate ? LibZ.deflateEnd(stream) : LibZ.inflateEnd(stream);
        NativeMemory.Free(stream);
        return true;
    }

    private void Initialize(int level)
    {
        Debug.Assert(IsInvalid, "A stream is made once.");
        ZStream* stream;
        try
        {
            stream = (ZStream*)NativeMemory.AllocZeroed((nuint)sizeof(ZStream));
        }
        catch (OutOfMemoryException)
        {
            Dispose();
            throw new CodecException(CodecError.OutOfMemory, "libz: no memory for a stream");
        }

        int result;
        fixed (byte* version = LibZ.Version)
        {
            result = _isDeflate
                ? LibZ.deflateInit2_(
                    stream, level, LibZ.Z_DEFLATED, LibZ.WindowBitsGzip, LibZ.MemLevelDefault, LibZ.Z_DEFAULT_STRATEGY, version,
                    sizeof(ZStream))
                : LibZ.inflateInit2_(stream, LibZ.WindowBitsGzip, version, sizeof(ZStream));
        }
        if (result != LibZ.Z_OK)
        {
            NativeMemory.Free(stream);
            Dispose();
            CodecError error = result == LibZ.Z_MEM_ERROR ? CodecError.OutOfMemory : CodecError.NativeFailure;
            throw new CodecException(error, $"libz: making a stream failed with error {result}");
        }
        SetHandle((nint)stream);
    }
}

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
    private readonly int _level;
    private bool _isUnfinished;

    private GzipStreamHandle(bool isDeflate, int level)
        : base(0, ownsHandle: true)
    {
        _isDeflate = isDeflate;
        _level = level;
    }

    public override bool IsInvalid => handle == 0;

    public static GzipStreamHandle CreateDeflate(int level)
    {
        var created = new GzipStreamHandle(isDeflate: true, level);
        created.Allocate();
        return created;
    }

    public static GzipStreamHandle CreateInflate()
    {
        var created = new GzipStreamHandle(isDeflate: false, level: 0);
        created.Allocate();
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
            Restart(stream);
            int result;

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
            _isUnfinished = result != LibZ.Z_STREAM_END;
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

    private void Allocate()
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

        int result = Initialize(stream);
        if (result != LibZ.Z_OK)
        {
            NativeMemory.Free(stream);
            Dispose();
            throw InitializeFailed(result);
        }
        SetHandle((nint)stream);
    }

    /// <summary>
    /// A fresh start. A deflate that stopped for want of room is made anew: zlib-ng's reset forgets that level 1 had begun a block, and the
    /// next member would come out without the header of its first one, which nothing can decode.
    /// </summary>
    private void Restart(ZStream* stream)
    {
        if (_isDeflate && _isUnfinished)
        {
            _ = LibZ.deflateEnd(stream);
            int made = Initialize(stream);
            if (made != LibZ.Z_OK)
            {
                throw InitializeFailed(made);
            }
            return;
        }

        int result = _isDeflate ? LibZ.deflateReset(stream) : LibZ.inflateReset(stream);
        if (result != LibZ.Z_OK)
        {
            throw new CodecException(CodecError.NativeFailure, $"libz: resetting a stream failed with error {result}");
        }
    }

    private int Initialize(ZStream* stream)
    {
        fixed (byte* version = LibZ.Version)
        {
            return _isDeflate
                ? LibZ.deflateInit2_(
                    stream, _level, LibZ.Z_DEFLATED, LibZ.WindowBitsGzip, LibZ.MemLevelDefault, LibZ.Z_DEFAULT_STRATEGY, version,
                    sizeof(ZStream))
                : LibZ.inflateInit2_(stream, LibZ.WindowBitsGzip, version, sizeof(ZStream));
        }
    }

    private static CodecException InitializeFailed(int result) => new(
        result == LibZ.Z_MEM_ERROR ? CodecError.OutOfMemory : CodecError.NativeFailure,
        $"libz: making a stream failed with error {result}");
}

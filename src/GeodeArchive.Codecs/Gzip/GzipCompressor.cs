using GeodeArchive.Format;

namespace GeodeArchive.Codecs.Gzip;

/// <summary>One gzip member for each call, without a name and a time.</summary>
internal sealed class GzipCompressor : ICompressor
{
    private readonly GzipStreamHandle _stream;

    public GzipCompressor(int level)
    {
        _stream = GzipStreamHandle.CreateDeflate(level);
    }

    public CompressionAlgorithm Algorithm => CompressionAlgorithm.Gzip;

    public bool TryCompress(ReadOnlySpan<byte> source, Span<byte> destination, out int written)
    {
        int result = _stream.Run(source, destination, out _, out int produced);
        written = result == LibZ.Z_STREAM_END ? produced : 0;
        return result switch
        {
            LibZ.Z_STREAM_END => true,
            LibZ.Z_OK or LibZ.Z_BUF_ERROR => false,
            _ => throw new CodecException(CodecError.NativeFailure, $"libz: deflate failed with error {result}"),
        };
    }

    public void Dispose()
    {
        _stream.Dispose();
    }
}

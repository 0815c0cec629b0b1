using GeodeArchive.Format;

namespace GeodeArchive.Codecs.Gzip;

/// <summary>Decodes exactly one gzip member, whose CRC32 and length zlib checks.</summary>
internal sealed class GzipDecompressor : IDecompressor
{
    private readonly GzipStreamHandle _stream = GzipStreamHandle.CreateInflate();

    public CompressionAlgorithm Algorithm => CompressionAlgorithm.Gzip;

    public bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int result = _stream.Run(source, destination, out int consumed, out int produced);
        if (result == LibZ.Z_MEM_ERROR)
        {
            throw new CodecException(CodecError.OutOfMemory, "libz: inflate failed: out of memory");
        }
        return result == LibZ.Z_STREAM_END && consumed == source.Length && produced == destination.Length;
    }

    public void Dispose()
    {
        _stream.Dispose();
    }
}

using GeodeArchive.Format;

namespace GeodeArchive.Codecs.Lz4;

/// <summary>Decodes exactly one LZ4 block. Has no state.</summary>
internal sealed unsafe class Lz4Decompressor : IDecompressor
{
    private bool _isDisposed;

    public CompressionAlgorithm Algorithm => CompressionAlgorithm.Lz4;

    public bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        fixed (byte* from = source)
        fixed (byte* to = destination)
        {
            // Negative unless the block ends exactly where the source does.
            return LibLz4.LZ4_decompress_safe(from, to, source.Length, destination.Length) == destination.Length;
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
    }
}

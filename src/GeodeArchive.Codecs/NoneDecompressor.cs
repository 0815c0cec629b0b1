using GeodeArchive.Format;

namespace GeodeArchive.Codecs;

/// <summary>Copies, so that a pipeline need not know that nothing was compressed.</summary>
internal sealed class NoneDecompressor : IDecompressor
{
    public CompressionAlgorithm Algorithm => CompressionAlgorithm.None;

    public bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        return source.Length == destination.Length && source.TryCopyTo(destination);
    }

    public void Dispose()
    {
    }
}

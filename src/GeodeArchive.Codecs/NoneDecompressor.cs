using GeodeArchive.Format;

namespace GeodeArchive.Codecs;

/// <summary>Copies, so that a pipeline need not know that nothing was compressed.</summary>
internal sealed class NoneDecompressor : IDecompressor
{
    private bool _isDisposed;

    public CompressionAlgorithm Algorithm => CompressionAlgorithm.None;

    public bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return source.Length == destination.Length && source.TryCopyTo(destination);
    }

    public void Dispose()
    {
        _isDisposed = true;
    }
}

using GeodeArchive.Format;

namespace GeodeArchive.Codecs;

/// <summary>Copies, so that a pipeline need not know that nothing is compressed.</summary>
internal sealed class NoneCompressor : ICompressor
{
    private bool _isDisposed;

    public CompressionAlgorithm Algorithm => CompressionAlgorithm.None;

    public bool TryCompress(ReadOnlySpan<byte> source, Span<byte> destination, out int written)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        bool fits = source.TryCopyTo(destination);
        written = fits ? source.Length : 0;
        return fits;
    }

    public void Dispose()
    {
        _isDisposed = true;
    }
}

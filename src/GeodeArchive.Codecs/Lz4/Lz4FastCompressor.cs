using GeodeArchive.Format;

namespace GeodeArchive.Codecs.Lz4;

/// <summary>One LZ4 block for each call, by the fast algorithm.</summary>
internal sealed unsafe class Lz4FastCompressor : ICompressor
{
    private readonly Lz4State _state = Lz4State.Allocate(LibLz4.LZ4_sizeofState());

    public CompressionAlgorithm Algorithm => CompressionAlgorithm.Lz4;

    public bool TryCompress(ReadOnlySpan<byte> source, Span<byte> destination, out int written)
    {
        fixed (byte* from = source)
        fixed (byte* to = destination)
        {
            // 0 if it does not fit; it has no other way to fail.
            written = LibLz4.LZ4_compress_fast_extState(_state, from, to, source.Length, destination.Length, acceleration: 1);
        }
        return written > 0;
    }

    public void Dispose()
    {
        _state.Dispose();
    }
}

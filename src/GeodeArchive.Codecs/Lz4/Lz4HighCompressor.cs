using GeodeArchive.Format;

namespace GeodeArchive.Codecs.Lz4;

/// <summary>One LZ4 block for each call, by the high-compression algorithm: slower to make, no slower to read.</summary>
internal sealed unsafe class Lz4HighCompressor : ICompressor
{
    private readonly Lz4State _state = Lz4State.Allocate(LibLz4.LZ4_sizeofStateHC());
    private readonly int _level;

    public Lz4HighCompressor(int level)
    {
        _level = level;
    }

    public CompressionAlgorithm Algorithm => CompressionAlgorithm.Lz4;

    public bool TryCompress(ReadOnlySpan<byte> source, Span<byte> destination, out int written)
    {
        // An empty span gives null, and from level 10 the library compares addresses before it looks at the size.
        byte nothing;
        fixed (byte* from = source)
        fixed (byte* to = destination)
        {
            // 0 if it does not fit. From level 10 it allocates 64 KiB for a call, and without them says the same: stored as it is, then.
            byte* start = source.IsEmpty ? &nothing : from;
            written = LibLz4.LZ4_compress_HC_extStateHC(_state, start, to, source.Length, destination.Length, _level);
        }
        return written > 0;
    }

    public void Dispose()
    {
        _state.Dispose();
    }
}

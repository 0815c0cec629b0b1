using GeodeArchive.Format;

namespace GeodeArchive.Codecs;

/// <summary>
/// Decompresses one buffer at a time, whose size is known. Holds native state that is made once and used again, so that a call allocates
/// no managed memory. One for each worker: it is not to be used by two threads at once.
/// </summary>
/// <remarks>
/// The source is not trusted. Whatever it holds, a call reads nothing outside it, writes nothing outside the destination, needs no more
/// memory than for well-formed data, and throws nothing.
/// </remarks>
public interface IDecompressor : IDisposable
{
    /// <summary>What it can decompress.</summary>
    CompressionAlgorithm Algorithm { get; }

    /// <summary>Decompresses all of <paramref name="source"/> into all of <paramref name="destination"/>.</summary>
    /// <param name="source">The compressed bytes. Read during the call only.</param>
    /// <param name="destination">Must not overlap the source. Its content is undefined if the result is false.</param>
    /// <returns>True only if the whole source is exactly one compressed form (LZ4 block, Zstandard frame, gzip member) of exactly
    /// <c>destination.Length</c> bytes. The decompressor can be used again in either case.</returns>
    /// <exception cref="CodecException">The native library failed for a reason other than the source: it had no memory.</exception>
    /// <exception cref="ObjectDisposedException">The decompressor was disposed.</exception>
    bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> destination);
}

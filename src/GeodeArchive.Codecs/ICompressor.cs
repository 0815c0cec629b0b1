using GeodeArchive.Format;

namespace GeodeArchive.Codecs;

/// <summary>
/// Compresses one buffer at a time, each independent of the others. Holds native state that is made once and used again, so that a call
/// allocates no managed memory. One for each worker: it is not to be used by two threads at once.
/// </summary>
public interface ICompressor : IDisposable
{
    /// <summary>What the compressed bytes are to be labelled with.</summary>
    CompressionAlgorithm Algorithm { get; }

    /// <summary>
    /// Compresses <paramref name="source"/> into the start of <paramref name="destination"/>. A caller that stores incompressible data
    /// as it is passes a destination one byte shorter than the source: the attempt is then given up as soon as it cannot pay.
    /// </summary>
    /// <param name="source">The bytes to compress. Read during the call only.</param>
    /// <param name="destination">Must not overlap the source. Its content is undefined behind <paramref name="written"/>, and
    /// wholly undefined if the result is false.</param>
    /// <param name="written">The compressed size in bytes; 0 if the result is false.</param>
    /// <returns>False if the compressed form does not fit the destination. The compressor can be used again.</returns>
    /// <exception cref="CodecException">The native library failed for a reason other than the room: it had no memory.</exception>
    /// <exception cref="ObjectDisposedException">The compressor was disposed.</exception>
    bool TryCompress(ReadOnlySpan<byte> source, Span<byte> destination, out int written);
}

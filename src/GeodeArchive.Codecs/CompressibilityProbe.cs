using GeodeArchive.Format;

namespace GeodeArchive.Codecs;

/// <summary>
/// Leaves out the attempt where it would not pay: images, videos, archives, encrypted files. A sample of the bytes is counted, which
/// costs less than a hundredth of a compression; only where their values are about equally frequent, a few stretches are compressed, and
/// where none of them shrinks, the whole is not tried. LZ4 gains nothing from how frequent values are, only from what repeats (base64 does
/// not shrink): for it the stretches alone decide.
/// </summary>
/// <remarks>What repeats farther apart than a stretch is missed: chunks that repeat are found before they come here.</remarks>
internal sealed class CompressibilityProbe : ICompressor
{
    private const int SizeMin = 128 << 10;
    private const int StretchSize = 16 << 10;
    private const int StretchCount = 5;
    private const int SampledEach = 64;
    private const double EntropyMax = 7.7;

    private readonly ICompressor _compressor;
    private readonly byte[] _compressed = new byte[StretchSize];

    /// <summary>Wraps a compressor, which it owns.</summary>
    public CompressibilityProbe(ICompressor compressor) => _compressor = compressor;

    public CompressionAlgorithm Algorithm => _compressor.Algorithm;

    public bool TryCompress(ReadOnlySpan<byte> source, Span<byte> destination, out int written)
    {
        // Only who takes no for an answer is given one: a destination that holds any result asks for a compressed form.
        if (source.Length >= SizeMin && destination.Length < source.Length && MayNotShrink(source) && !ShrinksAnywhere(source))
        {
            written = 0;
            return false;
        }

        return _compressor.TryCompress(source, destination, out written);
    }

    public void Dispose() => _compressor.Dispose();

    private bool MayNotShrink(ReadOnlySpan<byte> source) =>
        Algorithm == CompressionAlgorithm.Lz4 || EntropyOf(source) > EntropyMax;

    /// <summary>Bits a byte, of eight bytes in every 512.</summary>
    private static double EntropyOf(ReadOnlySpan<byte> source)
    {
        const int Run = 8;
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        int total = 0;
        for (int at = 0; at + Run <= source.Length; at += Run * SampledEach)
        {
            foreach (byte value in source.Slice(at, Run))
            {
                counts[value]++;
            }
            total += Run;
        }

        double bits = 0;
        foreach (int count in counts)
        {
            bits += count == 0 ? 0 : count * Math.Log2((double)total / count);
        }
        return bits / total;
    }

    private bool ShrinksAnywhere(ReadOnlySpan<byte> source)
    {
        int distance = (source.Length - StretchSize) / (StretchCount - 1);
        for (int i = 0; i < StretchCount; i++)
        {
            // A thirty-second less counts: what shrinks by less is not worth the time.
            if (_compressor.TryCompress(source.Slice(i * distance, StretchSize), _compressed.AsSpan(0, StretchSize * 31 / 32), out _))
            {
                return true;
            }
        }
        return false;
    }
}

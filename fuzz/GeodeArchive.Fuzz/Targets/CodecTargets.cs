using System.Buffers.Binary;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Running;
using GeodeArchive.Simulation;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>The decompressors, most of which are native code: the size that is to come out comes first.</summary>
internal static class CodecTargets
{
    public static IEnumerable<FuzzTarget> All =>
    [
        Of(CompressionAlgorithm.None, "none"),
        Of(CompressionAlgorithm.Lz4, "lz4"),
        Of(CompressionAlgorithm.Zstd, "zstd"),
        Of(CompressionAlgorithm.Gzip, "gzip"),
    ];

    private static FuzzTarget Of(CompressionAlgorithm algorithm, string name)
    {
        var decompressor = new ThreadLocal<IDecompressor>(() => Decompressors.Create(algorithm));
        return new FuzzTarget
        {
            Name = $"decompress-{name}",
            MakeSamples = () => [.. Contents.Select(content => Compressed(algorithm, content))],
            Fields = StructureFields.BlockPayload[..1],
            IsRefusal = _ => false,
            Run = input =>
            {
                if (input.Length < sizeof(uint))
                {
                    return false;
                }

                // As the decoder of payloads does: no more than a block may hold.
                var size = BinaryPrimitives.ReadUInt32LittleEndian(input);
                if (size > Limits.BlockPlainSizeMax)
                {
                    return false;
                }

                var plain = new byte[size];
                return decompressor.Value!.TryDecompress(input.AsSpan(sizeof(uint)), plain)
                    && Again(algorithm, decompressor.Value, plain);
            },
        };
    }

    /// <summary>What was accepted is compressed again, and must come out again.</summary>
    private static bool Again(CompressionAlgorithm algorithm, IDecompressor decompressor, byte[] plain)
    {
        var compressed = Compressed(algorithm, plain);
        var again = new byte[plain.Length];
        if (!decompressor.TryDecompress(compressed.AsSpan(sizeof(uint)), again))
        {
            throw new FuzzFindingException("what was decompressed, compressed again, is refused");
        }

        return RoundTrip.Check(plain, again);
    }

    private static byte[] Compressed(CompressionAlgorithm algorithm, byte[] content)
    {
        using var compressor = Compressors.Create(CompressionSettings.For(algorithm));

        // More room than the content takes, so that noise can be a sample, too.
        var buffer = new byte[sizeof(uint) + content.Length + (content.Length / 8) + 256];
        BinaryPrimitives.WriteInt32LittleEndian(buffer, content.Length);
        return compressor.TryCompress(content, buffer.AsSpan(sizeof(uint)), out var written)
            ? buffer[..(sizeof(uint) + written)]
            : throw new FuzzFindingException($"{content.Length} bytes do not fit when compressed");
    }

    private static IEnumerable<byte[]> Contents
    {
        get
        {
            yield return [];
            yield return "a"u8.ToArray();
            yield return System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("over and over again, ", 60)));
            var noise = new byte[500];
            new SeededRandom(5).Fill(noise);
            yield return noise;
        }
    }
}

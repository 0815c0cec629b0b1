using System.Globalization;
using System.Text;
using GeodeArchive.Codecs;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Codecs;

/// <summary>The source of a decompressor is hostile until it is proved to be right.</summary>
public sealed class DecompressorTests
{
    private const string Hello = "hello, hello, hello, hello, hello, hello";
    private const string HelloLz4 = "7F68656C6C6F2C200700095068656C6C6F";
    private const string HelloZstd = "28B52FFD20286D00003868656C6C6F2C2001001A8B11";
    private const string HelloZstdChecksum = "28B52FFD24286D00003868656C6C6F2C2001001A8B111298037B";
    private const string HelloZstdUnknownSize = "28B52FFD00586D00003868656C6C6F2C2001001A8B11";
    private const string HelloGzipNamed = "1F8B0808D202964902FF6E616D652E74787400CB48CDC9C9D751C82044010084C9DE5B28000000";
    private const string HelloGzip = "1F8B0800000000000003CB48CDC9C9D751C82044010084C9DE5B28000000";

    private static readonly string[] AllSettings = ["none", "lz4:1", "lz4:9", "zstd:1", "zstd:19", "gzip:1", "gzip:9"];

    public static TheoryData<string> Settings => [.. AllSettings];

    public static MatrixTheoryData<string, string> SettingsAndKinds => new(AllSettings, SampleBytes.Kinds);

    [Theory]
    [InlineData(CompressionAlgorithm.Lz4, HelloLz4)]
    [InlineData(CompressionAlgorithm.Zstd, HelloZstd)]
    [InlineData(CompressionAlgorithm.Zstd, HelloZstdChecksum)]
    [InlineData(CompressionAlgorithm.Zstd, HelloZstdUnknownSize)]
    [InlineData(CompressionAlgorithm.Gzip, HelloGzip)]
    [InlineData(CompressionAlgorithm.Gzip, HelloGzipNamed)]
    public void Bytes_that_other_programs_made_are_read(CompressionAlgorithm algorithm, string hex)
    {
        byte[] result = new byte[Hello.Length];
        Assert.True(TryDecompress(algorithm, Convert.FromHexString(hex), result));
        Assert.Equal(Hello, Encoding.ASCII.GetString(result));
    }

    [Theory]
    [InlineData(CompressionAlgorithm.Lz4, "", 0, "no token")]
    [InlineData(CompressionAlgorithm.Lz4, "0000", 0, "a byte behind the empty block")]
    [InlineData(CompressionAlgorithm.Lz4, "10", 1, "a literal that is not there")]
    [InlineData(CompressionAlgorithm.Lz4, "1061000000000000", 24, "distance 0")]
    [InlineData(CompressionAlgorithm.Lz4, "1F610200FF00505858585858", 280, "a match from before the start")]
    [InlineData(CompressionAlgorithm.Lz4, "F0FFFFFFFFFFFFFFFFFFFFFFFF", 40, "a length without end")]
    [InlineData(CompressionAlgorithm.Zstd, "", 0, "no frame")]
    [InlineData(CompressionAlgorithm.Zstd, "28B52FFD", 0, "a magic number alone")]
    [InlineData(CompressionAlgorithm.Zstd, "28B52FFD2000", 0, "a frame without its block")]
    [InlineData(CompressionAlgorithm.Zstd, "502A4D1800000000", 0, "a skippable frame")]
    [InlineData(CompressionAlgorithm.Zstd, "502A4D1800000000" + HelloZstd, 40, "a skippable frame before the frame")]
    [InlineData(CompressionAlgorithm.Zstd, HelloZstd + "502A4D1800000000", 40, "a skippable frame behind the frame")]
    [InlineData(CompressionAlgorithm.Zstd, HelloZstd + HelloZstd, 80, "two frames")]
    [InlineData(CompressionAlgorithm.Zstd, "28B52FFD20000100" + "00" + HelloZstd, 40, "an empty frame before the frame")]
    [InlineData(CompressionAlgorithm.Zstd, "27B52FFD20286D00003868656C6C6F2C2001001A8B11", 40, "the magic number of version 0.7")]
    [InlineData(CompressionAlgorithm.Zstd, "28B52FFD2107286D00003868656C6C6F2C2001001A8B11", 40, "a dictionary")]
    [InlineData(CompressionAlgorithm.Zstd, "28B52FFD20296D00003868656C6C6F2C2001001A8B11", 41, "a content size that is not true")]
    [InlineData(CompressionAlgorithm.Zstd, "28B52FFD24286D00003868656C6C6F2C2001001A8B111298037C", 40, "a wrong checksum")]
    [InlineData(CompressionAlgorithm.Zstd, "28B52FFD28286D00003868656C6C6F2C2001001A8B11", 40, "a reserved bit")]
    [InlineData(CompressionAlgorithm.Gzip, "", 0, "no member")]
    [InlineData(CompressionAlgorithm.Gzip, "1F8B0800000000000003", 0, "a header alone")]
    [InlineData(CompressionAlgorithm.Gzip, HelloGzip + HelloGzip, 80, "two members")]
    [InlineData(CompressionAlgorithm.Gzip, HelloGzip + "00", 40, "a zero behind the member")]
    [InlineData(CompressionAlgorithm.Gzip, "1F8B0800000000000003CB48CDC9C9D751C82044010085C9DE5B28000000", 40, "a wrong CRC32")]
    [InlineData(CompressionAlgorithm.Gzip, "1F8B0800000000000003CB48CDC9C9D751C82044010084C9DE5B29000000", 40, "a wrong length")]
    [InlineData(CompressionAlgorithm.Gzip, "1F8B0820000000000003CB48CDC9C9D751C82044010084C9DE5B28000000", 40, "a reserved flag")]
    [InlineData(CompressionAlgorithm.Gzip, "1F8B0700000000000003CB48CDC9C9D751C82044010084C9DE5B28000000", 40, "another method")]
    [InlineData(CompressionAlgorithm.Gzip, "CB48CDC9C9D751C820440100", 40, "deflate without a header")]
    [InlineData(CompressionAlgorithm.Gzip, "789CCB48CDC9C9D751C8204401005CBC0E55", 40, "the zlib format")]
    public void What_is_not_exactly_one_compressed_form_is_refused(CompressionAlgorithm algorithm, string hex, int size, string what)
    {
        Assert.False(TryDecompress(algorithm, Convert.FromHexString(hex), new byte[size]), what);
    }

    [Theory]
    [MemberData(nameof(SettingsAndKinds))]
    public void Every_other_destination_size_is_refused(string text, string kind)
    {
        byte[] plain = SampleBytes.Make(kind, 5000);
        byte[] compressed = Compress(text, plain);
        using IDecompressor decompressor = Decompressors.Create(CompressionSettings.Parse(text).Algorithm);
        using var source = new GuardedMemory(compressed.Length);
        using var destination = new GuardedMemory(100_000);
        foreach (int size in new[] { 0, 1, 2, 100, 4096, 4998, 4999, 5001, 5002, 6000, 10_000, 100_000 })
        {
            Assert.False(decompressor.TryDecompress(source.TakeCopyOf(compressed), destination.Take(size)), $"size {size}");
            destination.AssertIntact();
        }
        Assert.True(decompressor.TryDecompress(source.TakeCopyOf(compressed), destination.Take(plain.Length)));
    }

    [Theory]
    [MemberData(nameof(SettingsAndKinds))]
    public void Every_truncated_source_is_refused(string text, string kind)
    {
        byte[] plain = SampleBytes.Make(kind, 3000);
        byte[] compressed = Compress(text, plain);
        using IDecompressor decompressor = Decompressors.Create(CompressionSettings.Parse(text).Algorithm);
        using var source = new GuardedMemory(compressed.Length);
        using var destination = new GuardedMemory(plain.Length);
        for (int size = 0; size < compressed.Length; size++)
        {
            Assert.False(
                decompressor.TryDecompress(source.TakeCopyOf(compressed.AsSpan(0, size)), destination.Take(plain.Length)), $"size {size}");
            destination.AssertIntact();
        }
    }

    [Theory]
    [MemberData(nameof(SettingsAndKinds))]
    public void Bytes_behind_the_source_are_refused(string text, string kind)
    {
        byte[] plain = SampleBytes.Make(kind, 3000);
        byte[] compressed = Compress(text, plain);
        using IDecompressor decompressor = Decompressors.Create(CompressionSettings.Parse(text).Algorithm);
        byte[] result = new byte[plain.Length];
        foreach (byte[] tail in new[] { [0], [0xFF], new byte[8], new byte[1000], compressed })
        {
            Assert.False(decompressor.TryDecompress([.. compressed, .. tail], result), $"{tail.Length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Damaged_sources_harm_nothing_and_leave_the_decompressor_usable(string text)
    {
        CompressionAlgorithm algorithm = CompressionSettings.Parse(text).Algorithm;
        using IDecompressor decompressor = Decompressors.Create(algorithm);
        using var source = new GuardedMemory(100_000);
        using var destination = new GuardedMemory(100_000);
        for (int seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            byte[] plain = SampleBytes.Make(SampleBytes.Kinds[seed % 4], random.Next(1 << random.Next(1, 15)), seed);
            byte[] compressed = Compress(text, plain);
            byte[] damaged = Damage(compressed, random);
            Span<byte> result = destination.Take(plain.Length);
            bool isAccepted = decompressor.TryDecompress(source.TakeCopyOf(damaged), result);
            destination.AssertIntact();
            source.AssertIntact();
            if (isAccepted && algorithm == CompressionAlgorithm.Gzip)
            {
                Assert.True(result.SequenceEqual(plain), $"seed {seed}: a wrong result in spite of the CRC32");
            }
            Assert.True(
                decompressor.TryDecompress(source.TakeCopyOf(compressed), destination.Take(plain.Length)), $"seed {seed}: unusable now");
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Noise_harms_nothing(string text)
    {
        using IDecompressor decompressor = Decompressors.Create(CompressionSettings.Parse(text).Algorithm);
        using var source = new GuardedMemory(4096);
        using var destination = new GuardedMemory(100_000);
        byte[] start = Compress(text, SampleBytes.Make("text", 2000))[..12];
        for (int seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            byte[] noise = SampleBytes.Make("random", random.Next(4096), seed);
            // With the start of something valid, most of the noise is not refused by its first bytes.
            start.AsSpan(0, Math.Min(random.Next(start.Length + 1), noise.Length)).CopyTo(noise);
            Span<byte> result = destination.Take(random.Next(100_000));
            Assert.False(decompressor.TryDecompress(source.TakeCopyOf(noise), result), $"seed {seed}");
            destination.AssertIntact();
        }
    }

    [Fact]
    public void A_frame_that_asks_for_a_huge_window_gets_no_memory_for_it()
    {
        // Frame header without content size, window of 2 GiB; one raw block of 5 bytes, the last.
        byte[] frame = Convert.FromHexString("28B52FFD00A8290000" + "68656C6C6F");
        byte[] result = new byte[5];
        using IDecompressor decompressor = Decompressors.Create(CompressionAlgorithm.Zstd);
        long before = PeakOfAddressSpaceKiB();
        decompressor.TryDecompress(frame, result);
        Assert.InRange(PeakOfAddressSpaceKiB() - before, 0, 1 << 20);

        static long PeakOfAddressSpaceKiB()
        {
            string line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmPeak:", StringComparison.Ordinal));
            return long.Parse(line["VmPeak:".Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture);
        }
    }

    private static bool TryDecompress(CompressionAlgorithm algorithm, byte[] source, byte[] destination)
    {
        using IDecompressor decompressor = Decompressors.Create(algorithm);
        return decompressor.TryDecompress(source, destination);
    }

    private static byte[] Compress(string text, byte[] plain)
    {
        using ICompressor compressor = Compressors.Create(CompressionSettings.Parse(text));
        byte[] room = new byte[plain.Length + (plain.Length / 128) + 1024];
        Assert.True(compressor.TryCompress(plain, room, out int written));
        return room[..written];
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        var damaged = new List<byte>(bytes);
        for (int count = random.Next(1, 5); count > 0 && damaged.Count > 0; count--)
        {
            int at = random.Next(damaged.Count);
            switch (random.Next(5))
            {
                case 0:
                    damaged[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    damaged[at] = (byte)(random.Next(2) * 0xFF);
                    break;
                case 2:
                    damaged.RemoveRange(at, random.Next(1, Math.Min(16, damaged.Count - at) + 1));
                    break;
                case 3:
                    int from = random.Next(damaged.Count);
                    damaged.InsertRange(at, damaged.GetRange(from, random.Next(1, Math.Min(16, damaged.Count - from) + 1)));
                    break;
                default:
                    damaged[at] = (byte)random.Next(256);
                    break;
            }
        }
        return [.. damaged];
    }
}

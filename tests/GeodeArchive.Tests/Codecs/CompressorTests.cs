using System.IO.Compression;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Tests.Measuring;

namespace GeodeArchive.Tests.Codecs;

public sealed class CompressorTests
{
    private static readonly string[] AllSettings =
        ["none", "lz4:1", "lz4:2", "lz4:9", "lz4:12", "zstd:-7", "zstd:-1", "zstd:1", "zstd:3", "zstd:19", "gzip:1", "gzip:6", "gzip:9"];

    public static TheoryData<string> Settings => [.. AllSettings];

    public static TheoryData<string> CompressingSettings => [.. AllSettings.Where(text => text != "none")];

    public static MatrixTheoryData<string, string> SettingsAndKinds => new(AllSettings, SampleBytes.Kinds);

    [Theory]
    [MemberData(nameof(SettingsAndKinds))]
    public void What_was_compressed_decompresses_to_the_same_bytes(string text, string kind)
    {
        using ICompressor compressor = Compressors.Create(CompressionSettings.Parse(text));
        using IDecompressor decompressor = Decompressors.Create(compressor.Algorithm);
        int[] sizes = [.. Enumerable.Range(0, 300), 4095, 4096, 4097, 65535, 65536, 65537, 131_072 + 3, 1 << 20, (1 << 20) + 17];
        byte[] all = SampleBytes.Make(kind, sizes.Max());
        byte[] room = new byte[RoomFor(all.Length)];
        byte[] result = new byte[all.Length];
        foreach (int size in sizes)
        {
            ReadOnlySpan<byte> source = all.AsSpan(0, size);
            Assert.True(compressor.TryCompress(source, room, out int written));
            result.AsSpan(0, size).Fill(0xEE);
            Assert.True(decompressor.TryDecompress(room.AsSpan(0, written), result.AsSpan(0, size)));
            Assert.True(source.SequenceEqual(result.AsSpan(0, size)), $"{text} of {size} bytes of {kind} came back changed");
        }
    }

    [Theory]
    [MemberData(nameof(CompressingSettings))]
    public void Text_gets_much_smaller(string text)
    {
        using ICompressor compressor = Compressors.Create(CompressionSettings.Parse(text));
        byte[] source = SampleBytes.Make("text", 100_000);
        Assert.True(compressor.TryCompress(source, new byte[source.Length], out int written));
        Assert.InRange(written, 1, source.Length * 2 / 3);
    }

    [Theory]
    [InlineData("lz4:1", "lz4:2")]
    [InlineData("lz4:2", "lz4:12")]
    [InlineData("zstd:-7", "zstd:-1")]
    [InlineData("zstd:-1", "zstd:3")]
    [InlineData("zstd:3", "zstd:19")]
    [InlineData("gzip:1", "gzip:6")]
    [InlineData("gzip:6", "gzip:9")]
    public void A_higher_level_compresses_better(string low, string high)
    {
        Assert.True(SizeAt(high) < SizeAt(low));

        static int SizeAt(string text)
        {
            using ICompressor compressor = Compressors.Create(CompressionSettings.Parse(text));
            byte[] source = SampleBytes.Make("text", 500_000);
            Assert.True(compressor.TryCompress(source, new byte[source.Length], out int written));
            return written;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Incompressible_bytes_do_not_fit_into_one_byte_less(string text)
    {
        using ICompressor compressor = Compressors.Create(CompressionSettings.Parse(text));
        byte[] source = SampleBytes.Make("random", 70_000);
        foreach (int size in new[] { 1, 2, 10, 100, 1000, 70_000 })
        {
            Assert.False(compressor.TryCompress(source.AsSpan(0, size), new byte[size - 1], out int written));
            Assert.Equal(0, written);
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Room_decides_only_whether_the_result_fits(string text)
    {
        using ICompressor compressor = Compressors.Create(CompressionSettings.Parse(text));
        using IDecompressor decompressor = Decompressors.Create(compressor.Algorithm);
        byte[] source = SampleBytes.Make("text", 3000);
        byte[] result = new byte[source.Length];
        Assert.True(compressor.TryCompress(source, new byte[RoomFor(source.Length)], out int sizeFull));
        using var memory = new GuardedMemory(RoomFor(source.Length));
        for (int room = 0; room <= RoomFor(source.Length); room++)
        {
            Span<byte> destination = memory.Take(room);
            if (compressor.TryCompress(source, destination, out int written))
            {
                Assert.InRange(written, sizeFull, room);
                Assert.True(decompressor.TryDecompress(destination[..written], result));
                Assert.Equal(source, result);
            }
            else
            {
                // The libraries may ask for a few bytes more than they use, and not for more than the source has.
                Assert.InRange(room, 0, Math.Min(sizeFull + 32, source.Length - 1));
            }
            memory.AssertIntact();
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_result_does_not_depend_on_one_that_found_no_room_before(string text)
    {
        byte[] source = SampleBytes.Make("text", 50_000);
        byte[] first = new byte[RoomFor(source.Length)];
        byte[] second = new byte[RoomFor(source.Length)];
        using ICompressor fresh = Compressors.Create(CompressionSettings.Parse(text));
        using ICompressor used = Compressors.Create(CompressionSettings.Parse(text));
        Assert.True(fresh.TryCompress(source, first, out int sizeFirst));
        foreach (int size in new[] { 100, 70_000, 1 << 20 })
        {
            Assert.False(used.TryCompress(SampleBytes.Make("random", size), new byte[size - 1], out _));
            Assert.True(used.TryCompress(source, second, out int sizeSecond));
            Assert.Equal(first.AsSpan(0, sizeFirst), second.AsSpan(0, sizeSecond));
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_result_does_not_depend_on_what_was_compressed_before(string text)
    {
        byte[] source = SampleBytes.Make("text", 50_000);
        byte[] other = SampleBytes.Make("runs", 200_000);
        byte[] first = new byte[RoomFor(source.Length)];
        byte[] second = new byte[RoomFor(source.Length)];
        using ICompressor fresh = Compressors.Create(CompressionSettings.Parse(text));
        using ICompressor used = Compressors.Create(CompressionSettings.Parse(text));
        Assert.True(fresh.TryCompress(source, first, out int sizeFirst));
        Assert.True(used.TryCompress(other, new byte[RoomFor(other.Length)], out _));
        Assert.False(used.TryCompress(other, new byte[10], out _));
        Assert.True(used.TryCompress(source, second, out int sizeSecond));
        Assert.Equal(first.AsSpan(0, sizeFirst), second.AsSpan(0, sizeSecond));
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_call_allocates_no_managed_memory(string text)
    {
        using ICompressor compressor = Compressors.Create(CompressionSettings.Parse(text));
        using IDecompressor decompressor = Decompressors.Create(compressor.Algorithm);
        byte[] source = SampleBytes.Make("text", 20_000);
        byte[] room = new byte[RoomFor(source.Length)];
        byte[] result = new byte[source.Length];
        bool isRight = Run();
        long least = Allocations.LeastOf(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                isRight &= Run();
            }
        });
        Assert.Equal(0, least);
        Assert.True(isRight);

        bool Run()
        {
            bool isDone = compressor.TryCompress(source, room, out int written);
            isDone &= !compressor.TryCompress(source, room.AsSpan(0, 10), out _);
            isDone &= decompressor.TryDecompress(room.AsSpan(0, written), result);
            isDone &= !decompressor.TryDecompress(room.AsSpan(0, written - 1), result);
            return isDone;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Use_after_disposal_is_refused(string text)
    {
        ICompressor compressor = Compressors.Create(CompressionSettings.Parse(text));
        IDecompressor decompressor = Decompressors.Create(compressor.Algorithm);
        compressor.Dispose();
        compressor.Dispose();
        decompressor.Dispose();
        decompressor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => compressor.TryCompress([1, 2, 3], new byte[100], out _));
        Assert.Throws<ObjectDisposedException>(() => decompressor.TryDecompress([1, 2, 3], new byte[100]));
    }

    [Fact]
    public void Settings_and_algorithms_that_are_not_valid_make_nothing()
    {
        Assert.Throws<ArgumentException>(() => Compressors.Create(default));
        Assert.Throws<ArgumentOutOfRangeException>(() => Decompressors.Create(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Decompressors.Create((CompressionAlgorithm)5));
    }

    [Fact]
    public void A_zstandard_frame_states_its_content_size_and_has_no_checksum()
    {
        byte[] room = new byte[2000];
        using ICompressor compressor = Compressors.Create(CompressionSettings.Parse("zstd"));
        Assert.True(compressor.TryCompress(new byte[1000], room, out _));
        // Magic; the frame header descriptor: 2-byte content size, single segment, no checksum, no dictionary; content size less 256.
        Assert.Equal("28B52FFD60E802", Convert.ToHexString(room.AsSpan(0, 7)));
    }

    [Fact]
    public void Another_gzip_program_reads_what_was_compressed()
    {
        byte[] source = SampleBytes.Make("runs", 300_000);
        byte[] room = new byte[RoomFor(source.Length)];
        using ICompressor compressor = Compressors.Create(CompressionSettings.Parse("gzip"));
        Assert.True(compressor.TryCompress(source, room, out int written));
        using var gzip = new GZipStream(new MemoryStream(room, 0, written), CompressionMode.Decompress);
        using var result = new MemoryStream();
        gzip.CopyTo(result);
        Assert.Equal(source, result.ToArray());
    }

    private static int RoomFor(int size) => size + (size / 128) + 1024;
}

using BenchmarkDotNet.Attributes;
using GeodeArchive.Codecs;

namespace GeodeArchive.Benchmarks;

/// <summary>One block of text; and one that does not get smaller, with the room that a writer gives.</summary>
public class CompressionBenchmarks
{
    private readonly byte[] _text = SampleData.Text(SampleData.MiB);
    private readonly byte[] _random = SampleData.Random(SampleData.MiB);
    private readonly byte[] _room = new byte[SampleData.MiB];
    private readonly byte[] _result = new byte[SampleData.MiB];
    private byte[] _compressed = [];
    private ICompressor? _compressor;
    private IDecompressor? _decompressor;

    [Params("lz4:1", "lz4:9", "zstd:-1", "zstd:1", "zstd:3", "zstd:9", "gzip:1", "gzip:6")]
    public string Settings { get; set; } = "";

    [GlobalSetup]
    public void Create()
    {
        _compressor = Compressors.Create(CompressionSettings.Parse(Settings));
        _decompressor = Decompressors.Create(_compressor.Algorithm);
        if (!_compressor.TryCompress(_text, _room, out int written))
        {
            throw new InvalidOperationException("The text did not get smaller.");
        }
        _compressed = _room[..written];
    }

    [GlobalCleanup]
    public void Close()
    {
        _compressor?.Dispose();
        _decompressor?.Dispose();
    }

    [Benchmark]
    public int Compress() => _compressor!.TryCompress(_text, _room, out int written) ? written : 0;

    [Benchmark]
    public bool CompressIncompressible() => _compressor!.TryCompress(_random, _room.AsSpan(0, _random.Length - 1), out _);

    [Benchmark]
    public bool Decompress() => _decompressor!.TryDecompress(_compressed, _result);
}

using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using GeodeArchive.Format;

namespace GeodeArchive.Benchmarks;

/// <summary>Naming chunks of the average size, and summing blocks.</summary>
public class ChecksumBenchmarks
{
    private const int ChunkSize = 128 << 10;

    private readonly byte[] _block = SampleData.Random(SampleData.MiB);
    private readonly byte[] _hash = new byte[SHA256.HashSizeInBytes];
    private readonly IncrementalHash _reused = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    [Benchmark(Baseline = true)]
    public void Sha256OfChunks()
    {
        for (int at = 0; at < _block.Length; at += ChunkSize)
        {
            SHA256.HashData(_block.AsSpan(at, ChunkSize), _hash);
        }
    }

    [Benchmark]
    public void Sha256OfChunksReused()
    {
        for (int at = 0; at < _block.Length; at += ChunkSize)
        {
            _reused.AppendData(_block.AsSpan(at, ChunkSize));
            _reused.GetHashAndReset(_hash);
        }
    }

    [Benchmark]
    public uint Crc32COfBlock() => Crc32C.Compute(_block);

    [GlobalCleanup]
    public void Close() => _reused.Dispose();
}

using BenchmarkDotNet.Attributes;
using GeodeArchive.Backup.Chunking;

namespace GeodeArchive.Benchmarks;

/// <summary>Cutting a part of the usual size with the usual parameters.</summary>
public class ChunkerBenchmarks
{
    private const int PartMiB = 64;

    private readonly GearChunker _chunker = new(ChunkerParameters.WithUsualSizes(new byte[ChunkerParameters.KeySize]));
    private byte[] _part = [];

    [Params("random", "text", "zeros")]
    public string Data { get; set; } = "";

    [GlobalSetup]
    public void Fill()
    {
        _part = Data switch
        {
            "random" => SampleData.Random(PartMiB * SampleData.MiB),
            "text" => SampleData.Text(PartMiB * SampleData.MiB),
            _ => new byte[PartMiB * SampleData.MiB],
        };
    }

    [Benchmark(OperationsPerInvoke = PartMiB)]
    public int Cut()
    {
        int count = 0;
        for (int at = 0; at < _part.Length; count++)
        {
            at += _chunker.FindBoundary(_part.AsSpan(at), isEnd: true);
        }
        return count;
    }
}

using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Io;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Scanning;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Tests.Format;

namespace GeodeArchive.Tests.Repository;

/// <summary>The scanners over the vectors of encrypted files, with their keys.</summary>
public sealed class EncryptedScannerTests
{
    public static TheoryData<string> ValidNames => Names(KeyVectors.Valid);

    public static TheoryData<string> InvalidNames => Names(KeyVectors.Invalid);

    [Theory]
    [MemberData(nameof(ValidNames))]
    public void A_valid_file_is_read_to_its_end(string name)
    {
        Assert.Empty(Scan(KeyVectors.Valid.Single(vector => vector.Name == name), out var itemCount));
        Assert.Equal(3, itemCount);
    }

    [Theory]
    [MemberData(nameof(InvalidNames))]
    public void What_is_wrong_is_named_at_its_place(string name)
    {
        var vector = KeyVectors.Invalid.Single(vector => vector.Name == name);
        Assert.Contains(Scan(vector, out _), failure => failure.Error == vector.Failure && failure.Offset == vector.Offset);
    }

    private static TheoryData<string> Names(IEnumerable<Vector> vectors) =>
        [.. vectors.Where(vector => vector.Question.Kind is "segment" or "index").Select(vector => vector.Name)];

    private static List<FailedCheck> Scan(Vector vector, out long itemCount)
    {
        var machine = new Machine(new SimulatedDisk(1), TimeProvider.System, new SeededEntropy(1), new InlineScheduler());
        var domain = new ArchiveDomain(machine, Samples.RepositoryHeader, vector.Question.Keys!.Open());
        var failures = new List<FailedCheck>();
        itemCount = 0;
        if (vector.Question.Kind == "segment")
        {
            using var segment = new SegmentScanner(new MemoryByteSource(vector.Bytes), failures.Add) { Domain = domain };
            segment.ReadHeader();
            segment.ReadTrailer();
            segment.ReadFooter();
            while (segment.TryReadBlock(out _))
            {
                itemCount += segment.ChunksIntact.Count(isIntact => isIntact);
            }

            return failures;
        }

        using var index = new IndexScanner(new MemoryByteSource(vector.Bytes), failures.Add) { Domain = domain };
        index.ReadHeader();
        index.ReadTrailer();
        index.ReadFooter();
        while (index.TryReadPage(out _))
        {
        }

        while (index.TryReadBlock(out _))
        {
        }

        itemCount = index.EntryCount;
        return failures;
    }
}

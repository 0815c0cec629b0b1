using GeodeArchive.Backup;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Verifying;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Mutating;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Io;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>The strict readers, given files that the rest of an archive refers to.</summary>
internal static class ArchiveTargets
{
    public static IEnumerable<FuzzTarget> All =>
    [
        Segment,
        Index,
        Whole("archive-verify", () => SampleArchives.Of(CompressionAlgorithm.None)),
        Whole("archive-verify-encrypted", () => SampleArchives.Encrypted),
    ];

    /// <summary>A segment, as something refers to it that believes its trailer.</summary>
    private static FuzzTarget Segment { get; } = new()
    {
        Name = "segment-file",
        MakeSamples = () => [.. SampleArchives.Segments, .. SampleArchives.EncryptedSegments],
        Fields = [.. StructureFields.BlockHeader.MovedBy(FileHeader.Size)],
        Repair = (input, _) =>
        {
            ChecksumRepair.Segment(input);
            return input;
        },
        IsRefusal = IsRefusal,
        Run = input =>
        {
            var (header, trailer) = Ends(input);
            header.ExpectKind(ArchiveFileKind.Segment);
            var id = new SegmentId(header.FileId.Value);
            var store = new MemoryObjectStore(new Dictionary<string, byte[]> { [RepositoryNames.Segment(id).Text] = input });
            var table = SegmentFile.ReadTable(
                store,
                SampleArchives.DomainOf(header),
                new SegmentReference(id, header.SegmentSection.SegmentKind, trailer.FileSize, trailer.RootHash));
            foreach (var chunk in table.Chunks)
            {
                RoundTrip.Demand(
                    table.TryFind(chunk.Id, out var place) && place.Block < table.Blocks.Count, "a chunk that is there is not found");
            }

            return true;
        },
    };

    /// <summary>An index, likewise; every entry must be found.</summary>
    private static FuzzTarget Index { get; } = new()
    {
        Name = "index-reader",
        MakeSamples = () => [.. SampleArchives.Indexes, .. SampleArchives.EncryptedIndexes],
        Fields = [.. StructureFields.IndexPage.MovedBy(FileHeader.Size)],
        Repair = (input, _) =>
        {
            ChecksumRepair.Index(input);
            return input;
        },
        IsRefusal = IsRefusal,
        Run = input =>
        {
            var (header, trailer) = Ends(input);
            var id = new IndexId(header.FileId.Value);
            var store = new MemoryObjectStore(new Dictionary<string, byte[]> { [RepositoryNames.Index(id).Text] = input });
            var reader = IndexReader.Open(store, SampleArchives.DomainOf(header), id, trailer.FileSize, trailer.RootHash);
            Span<SegmentId> found = stackalloc SegmentId[4];
            reader.Find(ChunkId.OfPlain("a chunk that is not there"u8), found);
            reader.Verify();
            return true;
        },
    };

    /// <summary>A whole archive, of which one file is another: the first byte says which.</summary>
    private static FuzzTarget Whole(string name, Func<SampleArchive> archive) => new()
    {
        Name = name,
        ExecutionsMin = 200,
        MakeSamples = () => [.. KeysOf(archive()).Select((key, number) => (byte[])[(byte)number, .. archive().Files[key]])],
        Repair = (input, _) =>
        {
            if (input.Length > 0)
            {
                var file = input.AsSpan(1);
                ChecksumRepair.FileHeader(file);
                ChecksumRepair.Blocks(file, Math.Min(file.Length, FileHeader.Size));
                ChecksumRepair.BackupFile(file);
            }

            return input;
        },
        IsRefusal = IsRefusal,
        Run = input =>
        {
            if (input.Length == 0)
            {
                return false;
            }

            var machine = new Machine(new SimulatedDisk(1), TimeProvider.System, new SeededEntropy(1), new InlineScheduler());
            var files = archive().Files;
            var keys = KeysOf(archive());
            var key = keys[input[0] % keys.Count];
            using var repository = ArchiveRepository.Open(machine, new MemoryObjectStore(files, key, input[1..]));
            using var secret = SampleArchive.MakeSecret();
            repository.TryUnlock(secret);
            var isIntact = true;
            foreach (var name in new[] { SampleArchive.Full, SampleArchive.Incremental })
            {
                var options = new VerifyOptions { Name = name, WorkerCount = 1 };
                isIntact &= new VerifyPipeline(repository, options, new RunProgress()).Run().IsIntact;
            }

            RoundTrip.Demand(
                isIntact == input.AsSpan(1).SequenceEqual(files[key]) || IsWithoutHash(key), "another file was taken for the right one");
            return isIntact;
        },
    };

    private static List<string> KeysOf(SampleArchive archive) => [.. archive.Files.Keys.Order(StringComparer.Ordinal)];

    /// <summary>
    /// No hash is over labels, the repository file, and label and time of a key slot: another valid one may say something else of the same
    /// backup, repository or slot.
    /// </summary>
    private static bool IsWithoutHash(string key) => !key.Contains('/')
        || key == RepositoryNames.Repository.Text
        || key.StartsWith(RepositoryNames.KeyPrefix, StringComparison.Ordinal);

    /// <summary>Whether the strict readers of segments or indexes take a file.</summary>
    internal static bool IsAccepted(ArchiveFileKind kind, byte[] file)
    {
        try
        {
            return (kind == ArchiveFileKind.Segment ? Segment : Index).Run(file);
        }
        catch (Exception failure) when (IsRefusal(failure))
        {
            return false;
        }
    }

    private static bool IsRefusal(Exception failure) =>
        failure is RepositoryException { Error: not RepositoryError.Failed } or ArchiveFormatException;

    private static (FileHeader Header, Trailer Trailer) Ends(byte[] file)
    {
        var offset = Math.Max(0, file.Length - Trailer.Size);
        return (FileHeader.Decode(file), Trailer.Decode(file.AsSpan(offset), offset));
    }
}

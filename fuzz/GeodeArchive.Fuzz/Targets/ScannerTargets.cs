using GeodeArchive.Format;
using GeodeArchive.Fuzz.Mutating;
using GeodeArchive.Fuzz.Running;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Repository.Scanning;
using GeodeArchive.Simulation;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>
/// Whole files, read by the scanners that take any damage: they throw nothing, and find nothing wrong exactly if the strict
/// reader does not.
/// </summary>
internal static class ScannerTargets
{
    public static IEnumerable<FuzzTarget> All => [Segment, Index, Manifest, ManifestStrict, Blocks, BackupFileTarget];

    private static FuzzTarget Segment => new()
    {
        Name = "segment-scanner",
        MakeSamples = () => [.. SampleArchives.Segments, .. SampleArchives.EncryptedSegments],
        Fields =
        [
            .. StructureFields.BlockHeader.MovedBy(FileHeader.Size),
            .. StructureFields.BlockPayload.MovedBy(FileHeader.Size + BlockHeader.Size),
        ],
        Repair = RepairSegment,
        IsRefusal = failure => failure is FuzzRefusalException,
        Run = input =>
        {
            var failures = new List<FailedCheck>();
            using var scanner = new SegmentScanner(new MemoryByteSource(input), failures.Add) { Domain = SampleArchives.EncryptedDomain };
            scanner.ReadHeader();
            scanner.ReadTrailer();
            scanner.ReadFooter();
            DemandRefused(failures, ArchiveFileKind.Segment, input);
            long chunkCount = 0;
            while (scanner.TryReadBlock(out var block))
            {
                chunkCount += scanner.ChunksIntact.Count(isIntact => isIntact);
                DemandInside(block.Offset, input);
            }

            failures.ForEach(failure => DemandInside(failure.Offset, input));
            RoundTrip.Demand(
                failures.Count > 0 || !scanner.IsReadable
                    || ArchiveTargets.IsAccepted(ArchiveFileKind.Segment, input), "the strict reader refuses it");
            RoundTrip.Demand(
                failures.Count > 0 || !scanner.IsReadable || (
                    scanner.Footer?.Chunks.Length == chunkCount && scanner.IsRootHashRight == true),
                "nothing failed, but not everything was read");
            return AcceptOrRefuse(failures);
        },
    };

    private static FuzzTarget Index => new()
    {
        Name = "index-scanner",
        MakeSamples = () => [.. SampleArchives.Indexes, .. SampleArchives.EncryptedIndexes],
        Fields = [.. StructureFields.IndexPage.MovedBy(FileHeader.Size)],
        Repair = (input, _) =>
        {
            ChecksumRepair.Index(input);
            return input;
        },
        IsRefusal = failure => failure is FuzzRefusalException,
        Run = input =>
        {
            var failures = new List<FailedCheck>();
            using var scanner = new IndexScanner(new MemoryByteSource(input), failures.Add) { Domain = SampleArchives.EncryptedDomain };
            scanner.ReadHeader();
            scanner.ReadTrailer();
            scanner.ReadFooter();
            DemandRefused(failures, ArchiveFileKind.Index, input);
            while (scanner.TryReadPage(out var page))
            {
                DemandInside(page.Offset, input);
            }

            while (scanner.TryReadBlock(out var block))
            {
                DemandInside(block.Offset, input);
            }

            failures.ForEach(failure => DemandInside(failure.Offset, input));
            RoundTrip.Demand(
                failures.Count > 0 || !scanner.IsReadable
                    || ArchiveTargets.IsAccepted(ArchiveFileKind.Index, input), "the strict reader refuses it");
            RoundTrip.Demand(
                failures.Count > 0 || !scanner.IsReadable || (scanner.IsPagesHashRight == true && scanner.IsRootHashRight == true),
                "nothing failed, but not everything was read");
            return AcceptOrRefuse(failures);
        },
    };

    private static FuzzTarget Manifest => new()
    {
        Name = "manifest-scanner",
        MakeSamples = () => [.. SampleArchives.Manifests, .. SampleManifests.Uncompressed],
        Fields =
        [
            .. StructureFields.BlockHeader.MovedBy(FileHeader.Size),
            .. StructureFields.BlockPayload.MovedBy(FileHeader.Size + BlockHeader.Size),
        ],
        Repair = RepairManifest,
        IsRefusal = failure => failure is FuzzRefusalException,
        Run = input =>
        {
            var failures = new List<FailedCheck>();
            using var scanner = new ManifestScanner(new MemoryByteSource(input), failures.Add, block => DemandInside(block.Offset, input));
            scanner.ReadHeader();
            scanner.ReadTrailer();
            var records = new List<ManifestRecord>();
            while (scanner.TryRead(out var record, out _))
            {
                records.Add(record);
            }

            failures.ForEach(failure => DemandInside(failure.Offset, input));
            var strict = TryDecode(input, out var reason);
            RoundTrip.Demand(
                strict is null == failures.Count > 0,
                $"the scanner says {failures.FirstOrDefault()?.ToString() ?? "intact"}, the decoder {reason ?? "accepted"}");
            RoundTrip.Demand(strict is null || strict.Records.SequenceEqual(records), "the scanner gives other records than the decoder");
            return AcceptOrRefuse(failures);
        },
    };

    private static FuzzTarget ManifestStrict => new()
    {
        Name = "manifest-file",
        MakeSamples = () => [.. SampleArchives.Manifests, .. SampleManifests.Uncompressed],
        Fields =
        [
            .. StructureFields.BlockHeader.MovedBy(FileHeader.Size),
            .. StructureFields.BlockPayload.MovedBy(FileHeader.Size + BlockHeader.Size),
        ],
        Repair = RepairManifest,
        Run = input =>
        {
            // Compression may differ: it is the records that must be the same.
            var file = ManifestFile.Decode(input);
            var again = ManifestFile.Decode(ManifestFile.Encode(file.Header, file.Records));
            RoundTrip.Demand(file.Records.SequenceEqual(again.Records), "a manifest's records make another manifest");
            return true;
        },
    };

    private static FuzzTarget Blocks => new()
    {
        Name = "block-scanner",
        MakeSamples = () => [.. SampleArchives.Segments.Select(file => file[FileHeader.Size..^Trailer.Size])],
        Fields = StructureFields.BlockHeader,
        Repair = (input, _) =>
        {
            ChecksumRepair.Blocks(input, 0);
            return input;
        },
        IsRefusal = failure => failure is FuzzRefusalException,
        Run = input =>
        {
            // The blocks say that they start after a file header.
            byte[] file = [.. new byte[FileHeader.Size], .. input];
            var failures = new List<FailedCheck>();
            using var scanner = new BlockScanner(new MemoryByteSource(file), FileHeader.Size, file.Length, null, failures.Add);
            long end = FileHeader.Size;
            while (scanner.TryRead(out var block))
            {
                RoundTrip.Demand(block.Offset >= end, "the walk went back");
                end = Math.Max(block.Offset + 1, scanner.Position);
            }

            RoundTrip.Demand(scanner.Position <= file.Length, "the walk went beyond the end");
            return AcceptOrRefuse(failures);
        },
    };

    private static FuzzTarget BackupFileTarget => new()
    {
        Name = "backup-file-scanner",
        MakeSamples = () => SampleArchives.BackupFiles,
        Fields =
        [
            .. StructureFields.FileHeader.MovedBy(BackupFile.TextSize),
            .. StructureFields.BackupSection.MovedBy(BackupFile.TextSize),
        ],
        Repair = (input, _) =>
        {
            ChecksumRepair.BackupFile(input);
            return input;
        },
        IsRefusal = failure => failure is FuzzRefusalException,
        Run = input =>
        {
            var failures = new List<FailedCheck>();
            using var scanner = new BackupFileScanner(new MemoryByteSource(input), failures.Add);
            scanner.ReadHeader();
            scanner.ReadText();
            ArchiveFormatException? refusal = null;
            try
            {
                BackupFile.Decode(input);
            }
            catch (ArchiveFormatException failure)
            {
                refusal = failure;
            }

            RoundTrip.Demand(
                refusal is null == (failures.Count == 0),
                $"the scanner says {failures.FirstOrDefault()?.ToString() ?? "intact"}, the decoder {refusal?.Message ?? "accepted"}");
            return AcceptOrRefuse(failures);
        },
    };

    /// <summary>What is wrong with header, trailer or footer must be wrong for the strict reader, too.</summary>
    private static void DemandRefused(List<FailedCheck> failures, ArchiveFileKind kind, byte[] input)
    {
        if (failures.Count > 0)
        {
            RoundTrip.Demand(!ArchiveTargets.IsAccepted(kind, input), $"the strict reader takes it, though: {failures[0]}");
        }
    }

    private static bool AcceptOrRefuse(List<FailedCheck> failures) => failures.Count == 0
        ? true
        : throw new FuzzRefusalException(
            string.Join(' ', failures.Take(3).Select(failure => $"{failure.Error} {failure.Structure} {failure.Detail}")));

    private static byte[] RepairSegment(byte[] input, SeededRandom random)
    {
        ChecksumRepair.Segment(input);
        return input;
    }

    private static byte[] RepairManifest(byte[] input, SeededRandom random)
    {
        ChecksumRepair.Manifest(input);
        return input;
    }

    private static void DemandInside(long offset, byte[] file) =>
        RoundTrip.Demand(offset >= 0 && offset <= file.Length, $"offset {offset} in a file of {file.Length} bytes");

    private static ManifestFile? TryDecode(byte[] input, out string? reason)
    {
        reason = null;
        try
        {
            return ManifestFile.Decode(input);
        }
        catch (ArchiveFormatException failure)
        {
            reason = failure.Message;
            return null;
        }
    }
}

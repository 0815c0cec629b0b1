using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Simulation;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>Records of manifests: all at once, one after the other as blocks come in, and applied to a state.</summary>
internal static class RecordTargets
{
    private const int PieceSizeMax = 40;

    private static readonly string[] Decodes = [$"{nameof(ManifestRecords)}.{nameof(ManifestRecords.DecodeAll)}"];

    public static IEnumerable<FuzzTarget> All =>
    [
        Records("manifest-records-change", ManifestKind.Change, () => [SampleRecords.Change, .. SampleRecords.Single]),
        Records("manifest-records-snapshot", ManifestKind.Snapshot, () => [SampleRecords.Snapshot]),
        Reader,
        State,
    ];

    private static FuzzTarget Reader => new()
    {
        Name = "manifest-record-reader",
        MakeSamples = () => [SampleRecords.Change, .. SampleRecords.Single],
        Run = input =>
        {
            var (records, refusal) = ReadInPieces(input);
            ArchiveFormatException? expected = null;
            try
            {
                var whole = ManifestRecords.DecodeAll(input, ManifestKind.Change);
                RoundTrip.Demand(
                    refusal is not null || whole.SequenceEqual(records), "piece by piece other records come out than of the whole");
            }
            catch (ArchiveFormatException failure)
            {
                expected = failure;
            }

            RoundTrip.Demand(
                refusal is null == expected is null,
                $"piece by piece: {refusal?.Message ?? "accepted"}; at once: {expected?.Message ?? "accepted"}");
            return expected is null ? true : throw expected;
        },
    };

    private static FuzzTarget State => new()
    {
        Name = "repository-state",
        MakeSamples = () => [SampleRecords.Snapshot],
        Run = input =>
        {
            var state = new RepositoryState();
            state.Apply(new ManifestNumber(256), default, ManifestKind.Snapshot, ManifestRecords.DecodeAll(input, ManifestKind.Snapshot));
            var again = new RepositoryState();
            again.Apply(new ManifestNumber(256), default, ManifestKind.Snapshot, state.ToRecords());
            RoundTrip.Demand(state.ToRecords().SequenceEqual(again.ToRecords()), "a state's records make another state");
            return true;
        },
    };

    private static FuzzTarget Records(string name, ManifestKind kind, Func<IReadOnlyList<byte[]>> makeSamples) => new()
    {
        Name = name,
        Covers = Decodes,
        MakeSamples = makeSamples,
        Run = input =>
        {
            var writer = new FormatWriter();
            foreach (var record in ManifestRecords.DecodeAll(input, kind))
            {
                ManifestRecords.Encode(writer, record);
            }

            return RoundTrip.Check(input, writer.WrittenSpan);
        },
    };

    /// <summary>All records that can be read, and the first reason why one could not.</summary>
    private static (List<ManifestRecord> Records, ArchiveFormatException? Refusal) ReadInPieces(byte[] input)
    {
        var random = new SeededRandom((ulong)input.Length);
        var reader = new ManifestRecordReader(ManifestKind.Change);
        var records = new List<ManifestRecord>();
        ArchiveFormatException? refusal = null;
        var at = 0;
        while (at < input.Length)
        {
            var size = Math.Min(input.Length - at, 1 + random.Next(PieceSizeMax));
            reader.Append(input.AsSpan(at, size));
            at += size;
            while (TryRead(reader, out var record, ref refusal))
            {
                if (record is not null)
                {
                    records.Add(record);
                }
            }
        }

        try
        {
            reader.End();
        }
        catch (ArchiveFormatException failure)
        {
            refusal ??= failure;
        }

        return (records, refusal);
    }

    /// <summary>False if more bytes are needed; true with no record where one was refused.</summary>
    private static bool TryRead(ManifestRecordReader reader, out ManifestRecord? record, ref ArchiveFormatException? refusal)
    {
        record = null;
        try
        {
            return reader.TryRead(out record);
        }
        catch (ArchiveFormatException failure)
        {
            refusal ??= failure;
            return true;
        }
    }
}

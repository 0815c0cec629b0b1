using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects.Local;
using GeodeArchive.Recovery;
using GeodeArchive.Recovery.Reading;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Tests.Wal;
using GeodeArchive.Wal;

namespace GeodeArchive.Tests.Recovery;

/// <summary>WAL archives on a simulated disk, beside a log.</summary>
internal static class SimulatedArchive
{
    public const string Path = "/archive";

    public const int GroupSize = 3;

    /// <summary>A disk with an empty log and an empty directory for its archive.</summary>
    public static SimulatedDisk NewDisk(ulong seed)
    {
        var disk = SimulatedLog.NewDisk(seed, SimulatedLog.SmallOptions);
        disk.PutDirectory(Path);
        return disk;
    }

    public static LocalObjectStore Store(SimulatedMachine machine) =>
        new(machine.Machine.Files.OpenDirectory(FilePath.From(Path)), machine.Machine.Entropy);

    /// <summary>Everything that an archive holds of a timeline: each record with its type and end.</summary>
    public static List<(LogRecordType Type, byte[] Body, Lsn End)> ReadAll(LogArchive archive, TimelineId timeline, Lsn from = default)
    {
        var records = new List<(LogRecordType Type, byte[] Body, Lsn End)>();
        using var reader = new ArchivedLogReader(archive, [new LogStretch(timeline, from, new Lsn(ulong.MaxValue))]);
        while (reader.TryRead(out var record))
        {
            records.Add((record.Type, record.Body.ToArray(), record.End));
        }

        return records;
    }

    /// <summary>What a log holds, as <see cref="ReadAll(LogArchive, TimelineId, Lsn)"/>.</summary>
    public static List<(LogRecordType Type, byte[] Body, Lsn End)> ReadAll(WriteAheadLog log)
    {
        var records = new List<(LogRecordType Type, byte[] Body, Lsn End)>();
        using var reader = log.Read(log.Oldest);
        while (reader.TryRead(out var record))
        {
            records.Add((record.Type, record.Body.ToArray(), record.End));
        }

        return records;
    }

    /// <summary>The archive is a part of the log: every record up to its end, as it is there.</summary>
    public static void AssertSame(LogArchive archive, WriteAheadLog log)
    {
        var archived = ReadAll(archive, log.Timeline.TimelineId);
        var logged = ReadAll(log).ToDictionary(record => record.End);
        var end = archived.Count > 0 ? archived[^1].End : Lsn.Zero;
        Assert.True(end <= log.Durable, $"the archive goes to {end}, the log is durable to {log.Durable}");
        var expected = logged.Values.Where(record => record.End <= end).OrderBy(record => record.End).ToList();
        var found = archived.Where(record => expected.Count > 0 && record.End >= expected[0].End).ToList();
        Assert.Equal(expected.Select(Text), found.Select(Text));
    }

    private static string Text((LogRecordType Type, byte[] Body, Lsn End) record) =>
        $"{record.End} {record.Type} {Hash256.OfContent(record.Body)}";
}

using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Wal;

namespace GeodeArchive.Tests.Wal;

/// <summary>
/// One bit of a log that was closed is wrong. Either what it belongs to is of no use any more and all is read, or opening refuses and
/// names the file, and a place at or before the bit. Never is anything acknowledged missing without a word.
/// </summary>
public sealed class LogDamageTests
{
    private static readonly LogOptions Options = SimulatedLog.SmallOptions;

    [Fact]
    public void Every_wrong_bit_is_harmless_or_named()
    {
        var disk = SimulatedLog.NewDisk(1, Options);
        var history = new LogHistory();
        SimulatedMachine.Run(2, disk, machine =>
        {
            using var log = SimulatedLog.Open(machine, Options);
            LogWorkload.Run(machine, log, history, round: 0, 8, 60_000);
        });
        var refused = 0;
        var harmless = 0;
        foreach (var (path, offset) in Positions(disk))
        {
            var damaged = disk.Clone(3);
            var bytes = damaged.ReadFile(path);
            bytes[offset] ^= (byte)(1 << (offset % 8));
            damaged.PutFile(path, bytes);
            LogException? failure = null;
            SimulatedMachine.Run(4, damaged, machine =>
            {
                try
                {
                    using var log = SimulatedLog.Open(machine, Options);
                    history.Clone().Check(log);
                }
                catch (LogException error)
                {
                    failure = error;
                }
            });
            if (failure is null)
            {
                harmless++;
                continue;
            }

            refused++;
            Assert.True(failure.Error is LogError.Damaged or LogError.Unsupported, failure.Message);
            Assert.Contains(SimulatedLog.Path, failure.Message, StringComparison.Ordinal);
            if (failure.DamagedFile == path)
            {
                Assert.True(failure.DamagedOffset <= offset, $"{path} at {offset}: {failure.Message}");
            }
        }

        Assert.True(refused > 20, $"only {refused} refused");
        Assert.True(harmless > 20, $"only {harmless} harmless");
    }

    [Fact]
    public void A_lost_segment_is_named()
    {
        var disk = SimulatedLog.NewDisk(1, Options);
        var history = new LogHistory();
        SimulatedMachine.Run(2, disk, machine =>
        {
            using var log = SimulatedLog.Open(machine, Options);
            LogWorkload.Run(machine, log, history, round: 0, 12, 100_000);
        });
        var segments = Segments(disk);
        Assert.True(segments.Count > 3, "the log has few segments");
        foreach (var (path, header) in segments.Where(segment => !segments.Exists(next =>
            next.Header.Number > segment.Header.Number && next.Header.Start == segment.Header.Start)))
        {
            var damaged = disk.Clone(3);
            LogException? failure = null;
            SimulatedMachine.Run(4, damaged, machine =>
            {
                using (var directory = machine.Machine.Files.OpenDirectory(FilePath.From(SimulatedLog.Path)))
                {
                    directory.DeleteFile(FileName.From(path[(SimulatedLog.Path.Length + 1)..]));
                }

                failure = Record.Exception(() => SimulatedLog.Open(machine, Options, durable: history.Acknowledged).Dispose()) as LogException;
            });
            Assert.True(failure?.Error == LogError.Damaged, $"segment {header.Number} of {segments.Count} was not missed: {failure?.Message}");
        }
    }

    /// <summary>Every header, a few places in the records, places behind the end, the footer.</summary>
    private static IEnumerable<(string Path, int Offset)> Positions(SimulatedDisk disk)
    {
        foreach (var (path, header) in Segments(disk))
        {
            for (var offset = 0; offset < 160; offset += 7)
            {
                yield return (path, offset);
            }

            yield return (path, LogSegmentHeader.Size - 1);
            for (var offset = LogSegmentHeader.Size; offset < header.SegmentSize; offset += 10_007)
            {
                yield return (path, offset);
            }

            for (var offset = LogSegmentHeader.Size; offset < LogSegmentHeader.Size + LogFrameHeader.Size; offset += 5)
            {
                yield return (path, offset);
            }
        }
    }

    private static List<(string Path, LogSegmentHeader Header)> Segments(SimulatedDisk disk)
    {
        var segments = new List<(string Path, LogSegmentHeader Header)>();
        foreach (var entry in disk.Snapshot(SimulatedLog.Path).Where(entry => entry.Kind == FileKind.Regular && entry.Path.Length == 20))
        {
            var path = $"{SimulatedLog.Path}/{entry.Path}";
            var bytes = disk.ReadFile(path);
            if (bytes.AsSpan().StartsWith(LogSegmentHeader.Magic))
            {
                segments.Add((path, LogSegmentHeader.Decode(bytes)));
            }
        }

        return segments;
    }
}

using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Wal.Recovering;
using GeodeArchive.Wal.Segments;

namespace GeodeArchive.Wal;

/// <summary>What opening a log would find. Immutable.</summary>
/// <param name="Timeline">The timeline that it would go on with.</param>
/// <param name="End">The place after its last record.</param>
public sealed record LogState(LogTimeline Timeline, Lsn End)
{
    /// <summary>Follows a log that nobody writes to its end. Changes nothing.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="directory">The directory; disposed of in any case.</param>
    /// <param name="start">The place from where on everything must be there: that of the store's checkpoint.</param>
    /// <exception cref="LogException"><see cref="LogError.Damaged"/>, or an I/O error.</exception>
    public static LogState Read(Machine machine, IDirectory directory, Lsn start)
    {
        using var files = new LogDirectory(machine, directory);
        var scanned = LogScanner.Scan(files, start, durable: default);
        return new LogState(files.ReadTimeline(scanned.InUse[^1].TimelineId), scanned.End.Lsn);
    }
}

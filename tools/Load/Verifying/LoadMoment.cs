using GeodeArchive.Format;
using GeodeArchive.Load.Recording;

namespace GeodeArchive.Load.Verifying;

/// <summary>A state in the middle of a run; one of these is set.</summary>
public sealed record LoadMoment
{
    /// <summary>That at a transaction.</summary>
    public Xid? Xid { get; init; }

    /// <summary>That at a place in the log.</summary>
    public Lsn? Lsn { get; init; }

    /// <summary>That before the first commit after a time, in nanoseconds since 1970-01-01 UTC.</summary>
    public long? Time { get; init; }

    /// <summary>That at a recovery point.</summary>
    public string? Point { get; init; }

    /// <summary>The last transaction of a client in it.</summary>
    /// <exception cref="FormatException">There is no such recovery point in the record.</exception>
    public Func<int, long> LastOf(LoadRecord record)
    {
        if (Lsn is { } lsn)
        {
            return client => record.LastOf(client, one => one.Lsn <= lsn);
        }

        var xid = Xid ?? (Time is { } time ? record.LastBefore(time) : PointOf(record).Xid);
        return client => record.LastOf(client, one => one.Xid <= xid);
    }

    private RecoveryPoint PointOf(LoadRecord record) => record.Points.TryGetValue(Point!, out var point)
        ? point
        : throw new FormatException($"the record has no recovery point {Point}");
}

namespace GeodeArchive.Format;

/// <summary>A commit and where its record ends. See format-spec/wal-archive.md.</summary>
/// <param name="End">The end of its record, by which it is named.</param>
/// <param name="Xid">The transaction; <see cref="Xid.None"/> for no commit at all.</param>
/// <param name="Time">Wall time, in nanoseconds since 1970-01-01 UTC; may be lower than that of a commit before.</param>
public readonly record struct CommitPlace(Lsn End, Xid Xid, long Time)
{
    /// <summary>No commit.</summary>
    public static CommitPlace None => default;

    /// <summary>Whether it is one.</summary>
    public bool Exists => Xid != Xid.None;

    internal void Validate(Lsn endMax, Place place)
    {
        place.Require(Xid.Value <= long.MaxValue, FormatError.BadValue, "xid of a commit is out of range");
        place.Require(Exists || this == None, FormatError.BadValue, "place or time of a commit that is none");
        place.Require(End <= endMax, FormatError.BadReference, "a commit ends after the place that it is before");
    }
}

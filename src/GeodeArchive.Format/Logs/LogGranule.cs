using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>A stretch of log with its times and XIDs: see format-spec/log.md.</summary>
public readonly record struct LogGranule
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = LogGranuleLayout.Size;

    private const ulong OrderedFlag = 1UL << 63;

    /// <summary>Where it starts: the start of a frame.</summary>
    public required Lsn Start { get; init; }

    /// <summary>The highest time of a commit before it; <see cref="long.MinValue"/> if there is none.</summary>
    public required long TimeMaxBefore { get; init; }

    /// <summary>The lowest time of a commit in it; <see cref="long.MaxValue"/> if there is none.</summary>
    public required long TimeFirst { get; init; }

    /// <summary>The highest time of a commit in it; <see cref="long.MinValue"/> if there is none.</summary>
    public required long TimeLast { get; init; }

    /// <summary>The lowest XID of a commit in it; 0 if there is none.</summary>
    public required Xid XidFirst { get; init; }

    /// <summary>The highest XID of a commit in it; 0 if there is none.</summary>
    public required Xid XidLast { get; init; }

    /// <summary>Whether the XIDs of its commits ascend.</summary>
    public required bool IsOrdered { get; init; }

    internal static LogGranule Read(ReadOnlySpan<byte> bytes, Place place)
    {
        ulong last = BinaryPrimitives.ReadUInt64LittleEndian(bytes[LogGranuleLayout.XidLastOffset..]);
        LogGranule granule = new()
        {
            Start = new Lsn(BinaryPrimitives.ReadUInt64LittleEndian(bytes[LogGranuleLayout.StartLsnOffset..])),
            TimeMaxBefore = BinaryPrimitives.ReadInt64LittleEndian(bytes[LogGranuleLayout.TimeMaxBeforeOffset..]),
            TimeFirst = BinaryPrimitives.ReadInt64LittleEndian(bytes[LogGranuleLayout.TimeFirstOffset..]),
            TimeLast = BinaryPrimitives.ReadInt64LittleEndian(bytes[LogGranuleLayout.TimeLastOffset..]),
            XidFirst = new Xid(BinaryPrimitives.ReadUInt64LittleEndian(bytes[LogGranuleLayout.XidFirstOffset..])),
            XidLast = new Xid(last & ~OrderedFlag),
            IsOrdered = (last & OrderedFlag) != 0,
        };
        granule.Validate(place);
        return granule;
    }

    internal void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[LogGranuleLayout.StartLsnOffset..], Start.Value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[LogGranuleLayout.TimeMaxBeforeOffset..], TimeMaxBefore);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[LogGranuleLayout.TimeFirstOffset..], TimeFirst);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[LogGranuleLayout.TimeLastOffset..], TimeLast);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[LogGranuleLayout.XidFirstOffset..], XidFirst.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[LogGranuleLayout.XidLastOffset..], XidLast.Value | (IsOrdered ? OrderedFlag : 0));
    }

    internal void Validate(Place place)
    {
        place.Require(XidLast.Value <= long.MaxValue, FormatError.BadValue, "xid_last is out of range");
        place.Require(XidFirst <= XidLast, FormatError.BadValue, "xid_first is after xid_last");
        bool hasCommits = XidFirst != Xid.None;
        place.Require(hasCommits == (XidLast != Xid.None), FormatError.BadValue, "xid_last without xid_first");
        place.Require(
            hasCommits ? TimeFirst <= TimeLast : (TimeFirst, TimeLast) == (long.MaxValue, long.MinValue),
            FormatError.BadValue,
            "times do not suit the commits");
    }
}

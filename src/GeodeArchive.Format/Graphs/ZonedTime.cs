namespace GeodeArchive.Format;

/// <summary>A moment, with the offset and zone that it was given in. Two that are the same moment in two zones are two values.</summary>
/// <param name="Nanoseconds">Since 1970-01-01 UTC.</param>
/// <param name="OffsetSeconds">Local time less UTC: -64,800 to 64,800.</param>
/// <param name="Zone">Name of the zone; empty if only the offset is known.</param>
public sealed record ZonedTime(long Nanoseconds, int OffsetSeconds, string Zone);

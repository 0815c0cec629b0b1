using GeodeArchive.Format;
using GeodeArchive.Recovery.Reading;

namespace GeodeArchive.Recovery.Seeking;

/// <summary>What the archive says of its own end.</summary>
internal static class ArchiveEnd
{
    /// <summary>Refuses an end that a note denies: objects behind it were there, and are lost.</summary>
    /// <param name="access">The archive.</param>
    /// <param name="timeline">The timeline.</param>
    /// <param name="end">Where its last object ends.</param>
    /// <returns>The note; null if there is none, or it is of what was archived meanwhile.</returns>
    /// <exception cref="LogArchiveException">They are lost; or the note is damaged.</exception>
    public static LogCovered? Require(ArchiveAccess access, TimelineId timeline, Lsn end)
    {
        var covered = LogArchive.ReadCovered(access, timeline);
        if (covered is null || covered.Lsn <= end)
        {
            return covered;
        }

        return access.FindNewest(timeline) is { } newest && newest.Start >= end
            ? null
            : throw LogArchiveException.Damage(
                LogArchiveNames.Covered(timeline, covered.Lsn, covered.Time).Text,
                FormatError.BadReference,
                "covered note",
                0,
                $"it says that the timeline is archived up to {covered.Lsn}, and the last object ends at {end}: what is behind is missing");
    }
}

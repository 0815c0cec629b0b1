using GeodeArchive.Format;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>Shows a timeline.</summary>
internal static class TimelineInspection
{
    private const int NameLength = 2 * Id128.Size;

    /// <summary>Shows the timeline.</summary>
    /// <returns>What it says, in words.</returns>
    public static string Run(Inspection inspection)
    {
        // A byte more than it should have shows that there are more.
        var bytes = new byte[LogTimeline.Size + 1];
        bytes = bytes[..inspection.Source.Read(bytes, 0)];
        var shown = bytes.AsSpan(0, Math.Min(bytes.Length, LogTimeline.Size)).ToArray();
        var timeline = FixedStructures.Read(
            bytes, LogTimeline.Size, LogTimeline.Magic, inspection.Findings.Add, copy => LogTimeline.Decode(copy));
        inspection.Structures.Show("timeline", StructureFields.LogTimeline, shown, 0, default);
        if (timeline is not null
            && inspection.Name.Length == NameLength
            && inspection.Name.All(char.IsAsciiHexDigitLower)
            && inspection.Name != timeline.TimelineId.ToString())
        {
            var detail = $"the file belongs under the name {timeline.TimelineId}";
            inspection.Findings.Add(new FailedCheck(FormatError.BadIdentity, "timeline", 0, detail));
        }

        inspection.Findings.Show();
        return timeline switch
        {
            null => string.Empty,
            { ParentId.IsZero: true } => $"first timeline of database {timeline.DatabaseId}",
            _ => $"leaves timeline {timeline.ParentId} at {timeline.Fork}",
        };
    }
}

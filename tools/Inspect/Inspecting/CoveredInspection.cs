using GeodeArchive.Format;
using GeodeArchive.Inspect.Rendering;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>Shows a covered note.</summary>
internal static class CoveredInspection
{
    private const int NameLength = 2 * Id128.Size;

    /// <summary>Shows the note.</summary>
    /// <returns>What it says, in words.</returns>
    public static string Run(Inspection inspection)
    {
        // A byte more than it should have shows that there are more.
        var bytes = new byte[LogCovered.Size + 1];
        bytes = bytes[..inspection.Source.Read(bytes, 0)];
        var shown = bytes.AsSpan(0, Math.Min(bytes.Length, LogCovered.Size)).ToArray();
        var note = FixedStructures.Read(
            bytes, LogCovered.Size, LogCovered.Magic, inspection.Findings.Add, copy => LogCovered.Decode(copy));
        inspection.Structures.Show("covered note", StructureFields.LogCovered, shown, 0, default);

        // A vector lies under its timeline's name; in an archive the name is place and time.
        if (note is not null
            && inspection.Name.Length == NameLength
            && inspection.Name.All(char.IsAsciiHexDigitLower)
            && inspection.Name != note.TimelineId.ToString())
        {
            inspection.Findings.Add(new FailedCheck(
                FormatError.BadIdentity, "covered note", 0, $"the note is of timeline {note.TimelineId}"));
        }

        inspection.Findings.Show();
        return note is null
            ? string.Empty
            : $"all that was committed until {TimeText.FromNanoseconds(note.Time)} is archived up to {note.Lsn}";
    }
}

using GeodeArchive.Format;
using GeodeArchive.Inspect.Rendering;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>Shows a record of the access log.</summary>
internal static class AccessInspection
{
    /// <summary>Shows the record.</summary>
    /// <returns>What it says, in words.</returns>
    public static string Run(Inspection inspection)
    {
        // A byte more than it may have shows that there are more.
        var bytes = new byte[(int)Math.Min(AccessRecord.SizeMax, inspection.Source.Length) + 1];
        bytes = bytes[..inspection.Source.Read(bytes, 0)];
        var fields = StructureFields.AccessRecord;
        inspection.Structures.Show("access record", fields, bytes.AsSpan(0, Math.Min(bytes.Length, fields[^1].End)), 0, default);
        AccessRecord? record = null;
        try
        {
            record = AccessRecord.Decode(bytes);
            foreach (var (name, text) in new[]
            {
                ("host", record.Host), ("user", record.User), ("sudo_user", record.SudoUser), ("program", record.Program),
                ("command", record.Command), ("backups", string.Join(", ", record.Backups)),
            })
            {
                inspection.Report.Note($"{name} {text}");
            }
        }
        catch (ArchiveFormatException damage)
        {
            inspection.Findings.Add(FailedCheck.From(damage));
        }

        inspection.Findings.Show();
        return record is null ? string.Empty : $"{record.Command} at {TimeText.FromNanoseconds(record.Time)}, exit code {record.ExitCode}";
    }
}

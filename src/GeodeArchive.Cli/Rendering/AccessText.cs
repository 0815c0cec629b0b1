using System.Globalization;
using GeodeArchive.Format;
using GeodeArchive.Repository.Access;

namespace GeodeArchive.Cli.Rendering;

/// <summary>The access log for people, in columns.</summary>
internal static class AccessText
{
    private const int ElapsedColumn = 4;

    private static readonly string[] Header = ["TIME (UTC)", "USER", "HOST", "COMMAND", "ELAPSED", "OUTCOME", "BACKUPS"];

    /// <summary>Writes a header and a line for each record, then those that cannot be read.</summary>
    public static void Write(TextWriter output, IReadOnlyList<AccessEntry> entries, string root)
    {
        if (entries.Count == 0)
        {
            output.WriteLine($"No access to {root} is recorded");
            return;
        }

        ColumnText.Write(
            output, [Header, .. from entry in entries where entry.Record is not null select Row(entry.Record!)], ElapsedColumn);
        foreach (var entry in entries)
        {
            if (entry.Failure is not null)
            {
                output.WriteLine(VerifyText.Describe(entry.Failure));
            }
        }
    }

    /// <summary>An outcome, as documents name it.</summary>
    public static string NameOf(AccessOutcome outcome) => outcome switch
    {
        AccessOutcome.Done => "done",
        AccessOutcome.Incomplete => "incomplete",
        _ => "failed",
    };

    private static string[] Row(AccessRecord record) =>
    [
        TimeText.OfMoment(record.Time),
        UserOf(record),
        record.Host,
        record.Command,
        TimeText.OfDuration(TimeSpan.FromSeconds(record.Duration / 1e9)),
        NameOf(record.Outcome) + (record.ExitCode == 0 ? string.Empty : $" ({record.ExitCode})"),
        string.Join(", ", record.Backups),
    ];

    private static string UserOf(AccessRecord record)
    {
        var user = string.Create(CultureInfo.InvariantCulture, $"{record.User} ({record.UserId})");
        return record.SudoUser.Length == 0 ? user : $"{record.SudoUser} as {user}";
    }
}

using GeodeArchive.Cli.Rendering;
using GeodeArchive.Repository.Access;

namespace GeodeArchive.Cli.Documents;

/// <summary>A record of the access log in a result document.</summary>
internal sealed record AccessRecordDocument
{
    /// <summary>The object, relative to the archive root.</summary>
    public required string File { get; init; }

    /// <summary>When the command began, RFC 3339.</summary>
    public required string Time { get; init; }

    /// <summary>How long it took.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>On which machine.</summary>
    public required string Host { get; init; }

    /// <summary>Name of the user that it ran as.</summary>
    public required string User { get; init; }

    /// <summary>His number.</summary>
    public required long Uid { get; init; }

    /// <summary>Who became that user by sudo; null if nobody did.</summary>
    public required string? SudoUser { get; init; }

    /// <summary>Number of the process.</summary>
    public required long ProcessId { get; init; }

    /// <summary>Program and version.</summary>
    public required string Program { get; init; }

    /// <summary>The command.</summary>
    public required string Command { get; init; }

    /// <summary>Names of the backups that it was about.</summary>
    public required IReadOnlyList<string> Backups { get; init; }

    /// <summary>done, incomplete or failed.</summary>
    public required string Outcome { get; init; }

    /// <summary>The exit code.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Describes a record.</summary>
    public static AccessRecordDocument From(AccessEntry entry)
    {
        var record = entry.Record!;
        return new AccessRecordDocument
        {
            File = entry.Key.Text,
            Time = TimeText.ForJson(record.Time),
            ElapsedSeconds = Math.Round(record.Duration / 1e9, digits: 3),
            Host = record.Host,
            User = record.User,
            Uid = record.UserId,
            SudoUser = record.SudoUser.Length == 0 ? null : record.SudoUser,
            ProcessId = record.ProcessId,
            Program = record.Program,
            Command = record.Command,
            Backups = [.. record.Backups],
            Outcome = AccessText.NameOf(record.Outcome),
            ExitCode = record.ExitCode,
        };
    }
}

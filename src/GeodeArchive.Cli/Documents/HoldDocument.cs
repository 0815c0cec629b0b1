using GeodeArchive.Cli.Rendering;
using GeodeArchive.Format;

namespace GeodeArchive.Cli.Documents;

/// <summary>Why a backup cannot be deleted.</summary>
/// <param name="Who">Who holds it.</param>
/// <param name="Since">Since when, RFC 3339.</param>
/// <param name="Reason">What he gave as his reason.</param>
internal sealed record HoldDocument(string Who, string Since, string Reason)
{
    /// <summary>Describes a hold; null when there is none.</summary>
    public static HoldDocument? From(BackupHoldRecord? hold) =>
        hold is null ? null : new HoldDocument(hold.Who, TimeText.ForJson(hold.Time), hold.Reason);
}

using GeodeArchive.Cli;

namespace GeodeArchive.Tests.Backup.Interrupted;

/// <summary>A command that is interrupted everywhere, and what it does when it is not.</summary>
/// <param name="Name">For people.</param>
/// <param name="Prepare">Gives it work to do in an archive, and tells its command line.</param>
internal sealed record InterruptedCommand(string Name, Func<InterruptedArchive, string> Prepare)
{
    /// <summary>The backup that it makes of the source.</summary>
    public string? Creates { get; init; }

    /// <summary>The backups that it deletes: all of them at once, or none.</summary>
    public IReadOnlyList<string> Deletes { get; init; } = [];

    /// <summary>The key file that opens the archive afterwards, where it is another one than before.</summary>
    public string? KeyAfter { get; init; }

    /// <summary>Whether it ends damage that is there until then.</summary>
    public bool Repairs { get; init; }

    /// <summary>How it ends if it is run again after it was done.</summary>
    public int CodeWhenDone { get; init; } = ExitCodes.Done;

    /// <summary>Looks at what else it does.</summary>
    public Action<InterruptedArchive>? CheckDone { get; init; }
}

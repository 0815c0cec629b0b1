using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Wal;

/// <summary>An operation of the log failed.</summary>
public sealed class LogException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="error">The reason.</param>
    /// <param name="message">What happened, with file and offset if something is damaged.</param>
    /// <param name="hint">What the operator can do next.</param>
    /// <param name="inner">What led to it.</param>
    public LogException(LogError error, string message, string? hint = null, Exception? inner = null)
        : base(message, inner)
    {
        Error = error;
        Hint = hint;
    }

    /// <summary>The reason.</summary>
    public LogError Error { get; }

    /// <summary>What the operator can do next.</summary>
    public string? Hint { get; }

    /// <summary>The damaged file, when something is damaged.</summary>
    public string? DamagedFile { get; private init; }

    /// <summary>Offset of the damaged structure in that file.</summary>
    public long? DamagedOffset { get; private init; }

    /// <summary>A file of the log fails a check.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="damage">The check.</param>
    /// <param name="hint">What the operator can do next; null for what holds for a database's own log.</param>
    public static LogException Damage(string file, ArchiveFormatException damage, string? hint = null)
    {
        var unsupported = damage.Error is FormatError.BadVersion or FormatError.BadFeature;
        return new LogException(
            unsupported ? LogError.Unsupported : LogError.Damaged,
            $"{file}: {damage.Message}",
            unsupported ? "use a newer geode-archive" : hint ?? "restore the newest backup and replay the archived log up to its end",
            damage)
        {
            DamagedFile = file,
            DamagedOffset = damage.Offset,
        };
    }

    internal static LogException From(FileException error) => new(LogError.Failed, error.Message, null, error);

    internal static LogException Closed() => new(LogError.Closed, "the log is closed");
}

using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Wal;

namespace GeodeArchive.Recovery;

/// <summary>An operation of a WAL archive failed.</summary>
public sealed class LogArchiveException : Exception
{
    private const string DamageHint =
        "put the object back from a copy of the archive, restore to a place before it (--target-lsn), or restore from a newer backup";

    /// <summary>Makes the exception.</summary>
    /// <param name="error">The reason.</param>
    /// <param name="message">What happened, with key and offset if something is damaged.</param>
    /// <param name="hint">What the operator can do next.</param>
    /// <param name="inner">What led to it.</param>
    public LogArchiveException(LogArchiveError error, string message, string? hint = null, Exception? inner = null)
        : base(message, inner)
    {
        Error = error;
        Hint = hint;
    }

    /// <summary>The reason.</summary>
    public LogArchiveError Error { get; }

    /// <summary>What the operator can do next.</summary>
    public string? Hint { get; }

    /// <summary>True if an object fails a check, is missing, or needs a newer program.</summary>
    public bool IsDamage => Error is LogArchiveError.Damaged or LogArchiveError.Unsupported;

    /// <summary>The damaged object's key, when something is damaged.</summary>
    public string? DamagedKey { get; private init; }

    /// <summary>Offset of the damaged structure in it.</summary>
    public long? DamagedOffset { get; private init; }

    /// <summary>Which check failed.</summary>
    public FormatError? DamageKind { get; private init; }

    /// <summary>An object fails a check.</summary>
    public static LogArchiveException Damage(string key, ArchiveFormatException damage)
    {
        var unsupported = damage.Error is FormatError.BadVersion or FormatError.BadFeature;
        return new LogArchiveException(
            unsupported ? LogArchiveError.Unsupported : LogArchiveError.Damaged,
            $"{key}: {damage.Message}",
            unsupported ? "use a newer geode-archive" : DamageHint,
            damage)
        {
            DamagedKey = key,
            DamagedOffset = damage.Offset,
            DamageKind = damage.Error,
        };
    }

    /// <summary>An object fails a check.</summary>
    public static LogArchiveException Damage(string key, FormatError error, string structure, long offset, string detail) =>
        Damage(key, new ArchiveFormatException(error, structure, offset, detail));

    /// <summary>An object that the chain needs is not there.</summary>
    public static LogArchiveException Missing(string key) =>
        Damage(key, FormatError.BadReference, "file", 0, "the object is missing");

    /// <summary>The store failed.</summary>
    public static LogArchiveException From(ObjectException error) => error.Error == ObjectError.NotFound
        ? Missing(error.Key)
        : new LogArchiveException(LogArchiveError.Failed, error.Message, null, error);

    /// <summary>What a reader of records met in the archive.</summary>
    public static LogArchiveException From(LogException error) => new(
        error.Error switch
        {
            LogError.Damaged => LogArchiveError.Damaged,
            LogError.Unsupported => LogArchiveError.Unsupported,
            _ => LogArchiveError.Failed,
        },
        error.Message,
        error.Hint ?? (error.Error == LogError.Damaged ? DamageHint : null),
        error);

    /// <summary>The same, for who reads records and does not care where they come from.</summary>
    public LogException AsLogException() => InnerException is ArchiveFormatException damage && DamagedKey is not null
        ? LogException.Damage(DamagedKey, damage, Hint)
        : new LogException(LogError.Failed, Message, Hint, this);
}

using GeodeArchive.Format;
using GeodeArchive.Objects;

namespace GeodeArchive.Repository;

/// <summary>A repository operation failed.</summary>
public sealed class RepositoryException : Exception
{
    private const string DamageHint =
        "geode-inspect shows the file; other backups may be intact: geode-archive backup verify --input ROOT/NAME";

    /// <summary>Makes the exception.</summary>
    /// <param name="error">The reason.</param>
    /// <param name="message">What happened, with the file and, if a structure is damaged, its offset.</param>
    /// <param name="hint">What the operator can do next.</param>
    /// <param name="inner">What led to it.</param>
    public RepositoryException(RepositoryError error, string message, string? hint = null, Exception? inner = null)
        : base(message, inner)
    {
        Error = error;
        Hint = hint;
    }

    /// <summary>The reason.</summary>
    public RepositoryError Error { get; }

    /// <summary>What the operator can do next.</summary>
    public string? Hint { get; }

    /// <summary>True if a file below the archive root fails a check, or needs a newer program.</summary>
    public bool IsDamage => Error is RepositoryError.Damaged or RepositoryError.Unsupported;

    /// <summary>The damaged file's key below the archive root, when something is damaged.</summary>
    public string? DamagedKey { get; private init; }

    /// <summary>Offset of the damaged structure in that file.</summary>
    public long? DamagedOffset { get; private init; }

    /// <summary>Which check failed.</summary>
    public FormatError? DamageKind { get; private init; }

    /// <summary>A file below the archive root fails a check.</summary>
    public static RepositoryException Damage(string key, ArchiveFormatException damage)
    {
        var unsupported = damage.Error is FormatError.BadVersion or FormatError.BadFeature;
        return new RepositoryException(
            unsupported ? RepositoryError.Unsupported : RepositoryError.Damaged,
            $"{key}: {damage.Message}",
            unsupported ? "use a newer geode-archive" : HintFor(key),
            damage)
        {
            DamagedKey = key,
            DamagedOffset = damage.Offset,
            DamageKind = damage.Error,
        };
    }

    /// <summary>A file below the archive root fails a check.</summary>
    public static RepositoryException Damage(string key, FormatError error, string structure, long offset, string detail) =>
        Damage(key, new ArchiveFormatException(error, structure, offset, detail));

    private static string HintFor(string key)
    {
        var isCommit = key.StartsWith(RepositoryNames.ManifestPrefix, StringComparison.Ordinal);
        return isCommit ? "geode-archive repository repair ROOT --dry-run says what can be done about it" : DamageHint;
    }

    /// <summary>A backup was there when the command started, and is gone.</summary>
    public static RepositoryException DeletedMeanwhile(string backup) => new(
        RepositoryError.NotFound,
        $"backup {backup} was deleted while it was read",
        "geode-archive backup list ROOT shows what there is");

    /// <summary>An object that something refers to could not be had.</summary>
    public static RepositoryException From(ObjectException error) => error.Error switch
    {
        ObjectError.NotFound => Damage(error.Key, FormatError.BadReference, "file", 0, "the file is missing"),
        ObjectError.OutcomeUnknown => new RepositoryException(
            RepositoryError.OutcomeUnknown, error.Message, "list the backups before you try again: geode-archive backup list ROOT", error),
        ObjectError.NoSpace => new RepositoryException(
            RepositoryError.Failed, error.Message, "free some space and run the command again; nothing half-made is used", error),
        _ => new RepositoryException(RepositoryError.Failed, error.Message, null, error),
    };
}

using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Wal;

namespace GeodeArchive.Store;

/// <summary>A store operation failed.</summary>
public sealed class StoreException : Exception
{
    private const string DamageHint = "restore the data directory from a backup; the files are left as they are";

    /// <summary>Makes the exception.</summary>
    /// <param name="error">The reason.</param>
    /// <param name="message">What happened, with the file and, if a page is damaged, its number.</param>
    /// <param name="hint">What the operator can do next.</param>
    /// <param name="inner">What led to it.</param>
    public StoreException(StoreError error, string message, string? hint = null, Exception? inner = null)
        : base(message, inner)
    {
        Error = error;
        Hint = hint;
    }

    /// <summary>The reason.</summary>
    public StoreError Error { get; }

    /// <summary>What the operator can do next.</summary>
    public string? Hint { get; }

    /// <summary>The damaged file, when one is.</summary>
    public string? DamagedFile { get; private init; }

    /// <summary>The damaged page of it; null where it is not one page.</summary>
    public PageNumber? DamagedPage { get; private init; }

    /// <summary>Which check failed.</summary>
    public FormatError? DamageKind { get; private init; }

    /// <summary>A file fails a check.</summary>
    public static StoreException Damage(string file, ArchiveFormatException damage)
    {
        var unsupported = damage.Error is FormatError.BadVersion or FormatError.BadFeature;
        PageNumber? page = damage.Offset < 0 ? null : new PageNumber(damage.Offset / StoreLimits.PageSize);
        return new StoreException(
            unsupported ? StoreError.Unsupported : StoreError.Damaged,
            page is null ? $"{file}: {damage.Message}" : $"{file}, page {page}: {damage.Message}",
            unsupported ? "use a newer program" : DamageHint,
            damage)
        {
            DamagedFile = file,
            DamagedPage = page,
            DamageKind = damage.Error,
        };
    }

    /// <summary>A file fails a check.</summary>
    public static StoreException Damage(string file, FormatError error, string structure, PageNumber page, string detail) =>
        Damage(file, new ArchiveFormatException(error, structure, page.Offset, detail));

    /// <summary>The file system refused.</summary>
    public static StoreException From(FileException error) => error.Error switch
    {
        FileError.NoSpace => new StoreException(
            StoreError.NoSpace, error.Message, "free some space; the next checkpoint tries again", error),
        FileError.NotFound => new StoreException(StoreError.NotFound, error.Message, null, error),
        _ => new StoreException(StoreError.Failed, error.Message, null, error),
    };

    /// <summary>The log refused.</summary>
    public static StoreException From(LogException error)
    {
        var reason = error.Error switch
        {
            LogError.Damaged or LogError.OtherDatabase => StoreError.Damaged,
            LogError.OutcomeUnknown => StoreError.OutcomeUnknown,
            LogError.Full => StoreError.Full,
            LogError.TooLarge => StoreError.TooLarge,
            LogError.Closed => StoreError.Closed,
            LogError.Exists => StoreError.Exists,
            LogError.Unsupported => StoreError.Unsupported,
            _ => StoreError.Failed,
        };
        return new StoreException(reason, error.Message, error.Hint, error);
    }
}

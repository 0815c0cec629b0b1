using GeodeArchive.Io.Files;
using GeodeArchive.Objects;
using GeodeArchive.Recovery;
using GeodeArchive.Recovery.Seeking;
using GeodeArchive.Repository;
using GeodeArchive.Store;

namespace GeodeArchive.Cli;

/// <summary>The exit codes of all commands. Part of the contract: scripts decide by them. Never above 99 but by a signal.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Failed: the store, the machine, or the program itself.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>Done, but some files were unreadable, changed meanwhile, or could not be restored as they were.</summary>
    public const int Incomplete = 3;

    /// <summary>Damage was found.</summary>
    public const int Damaged = 10;

    /// <summary>A key is missing or wrong.</summary>
    public const int Key = 11;

    /// <summary>The source, the archive root, the backup or the store does not exist.</summary>
    public const int NotFound = 12;

    /// <summary>The backup exists already, or a directory is not empty.</summary>
    public const int Exists = 13;

    /// <summary>The target of a recovery cannot be reached.</summary>
    public const int Unreachable = 14;

    /// <summary>Fenced: somebody else ended the session; run the command again.</summary>
    public const int Fenced = 15;

    /// <summary>The archive holds another history.</summary>
    public const int AnotherHistory = 16;

    /// <summary>The code for a failure.</summary>
    public static int Of(Exception failure) => failure switch
    {
        UsageException => Usage,
        RepositoryException error => Of(error.Error),
        StoreException error => Of(error.Error),
        LogArchiveException error => Of(error.Error),
        TargetUnreachableException => Unreachable,
        FileException { Error: FileError.NotFound } => NotFound,
        FileException { Error: FileError.Exists or FileError.NotEmpty } => Exists,
        ObjectException { Error: ObjectError.NotFound } => NotFound,
        _ => Failed,
    };

    /// <summary>What a code means, for the help.</summary>
    public static string Describe(int code) => code switch
    {
        Done => "done",
        Failed => "failed",
        Usage => "wrong usage; nothing was done",
        Incomplete => "done, but some files were unreadable or changed, or could not be restored as they were",
        Damaged => "damage found",
        Key => "key missing or wrong",
        NotFound => "not found",
        Exists => "exists already, or not empty",
        Unreachable => "the target cannot be reached",
        Fenced => "fenced: another process ended this session; run the command again",
        AnotherHistory => "the archive holds another history",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "not an exit code"),
    };

    private static int Of(RepositoryError error) => error switch
    {
        RepositoryError.Damaged => Damaged,
        RepositoryError.NotFound or RepositoryError.NotARoot => NotFound,
        RepositoryError.Exists => Exists,
        RepositoryError.Fenced => Fenced,
        RepositoryError.Key => Key,
        _ => Failed,
    };

    private static int Of(LogArchiveError error) => error switch
    {
        LogArchiveError.Damaged => Damaged,
        LogArchiveError.NotAnArchive or LogArchiveError.NotFound => NotFound,
        LogArchiveError.OtherDatabase or LogArchiveError.AnotherHistory => AnotherHistory,
        LogArchiveError.Gap => Unreachable,
        _ => Failed,
    };

    private static int Of(StoreError error) => error switch
    {
        StoreError.Damaged => Damaged,
        StoreError.NotFound => NotFound,
        StoreError.Exists => Exists,
        _ => Failed,
    };
}

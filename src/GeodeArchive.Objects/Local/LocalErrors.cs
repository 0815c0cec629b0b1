using GeodeArchive.Io.Files;

namespace GeodeArchive.Objects.Local;

/// <summary>File errors as object errors.</summary>
internal static class LocalErrors
{
    /// <summary>Of an operation on an object that may be absent.</summary>
    public static ObjectException Translate(FileException error, string key) =>
        error.Error is FileError.NotFound or FileError.NotADirectory
            ? new ObjectException(ObjectError.NotFound, key, error.Message, error)
            : TranslateFailure(error, key);

    /// <summary>
    /// Of an operation that looks for no object: that some other name was missing or taken (a directory on the way, a temporary name) says
    /// nothing about one.
    /// </summary>
    public static ObjectException TranslateFailure(FileException error, string key)
    {
        var reason = error.Error switch
        {
            FileError.Denied or FileError.ReadOnly => ObjectError.Denied,
            FileError.NoSpace => ObjectError.NoSpace,
            _ => ObjectError.Failed,
        };
        return new ObjectException(reason, key, error.Message, error);
    }

    /// <summary>Of the rename that gives an object its name, see <see cref="IDirectory.Rename"/>.</summary>
    public static ObjectException TranslateRename(FileException error, string key) => error.Error switch
    {
        FileError.Exists => new ObjectException(ObjectError.Exists, key, error.Message, error),
        FileError.Io or FileError.NotFound => new ObjectException(
            ObjectError.OutcomeUnknown, key, $"whether {key} was created is not known: {error.Message}", error),
        _ => TranslateFailure(error, key),
    };

    /// <summary>Of the sync that makes a deletion durable: whatever the reason, the object may come back.</summary>
    public static ObjectException TranslateDeletionSync(FileException error, string key) => new(
        ObjectError.OutcomeUnknown,
        key,
        $"{key} was deleted, but whether it would stay so after a power cut is not known: {error.Message}",
        error);

    /// <summary>Of the sync that makes an object's name durable: whatever the reason, the name may be lost.</summary>
    public static ObjectException TranslateSync(FileException error, string key) => new(
        ObjectError.OutcomeUnknown,
        key,
        $"{key} was written, but whether it would survive a power cut is not known: {error.Message}",
        error);
}

using GeodeArchive.Io.Files;

namespace GeodeArchive.Objects.Local;

/// <summary>File errors as object errors.</summary>
internal static class LocalErrors
{
    public static ObjectException Translate(FileException error, ObjectKey key) => Translate(error, key.Text);

    public static ObjectException Translate(FileException error, string key)
    {
        var reason = error.Error switch
        {
            FileError.NotFound => ObjectError.NotFound,
            FileError.NotADirectory => ObjectError.NotFound,
            FileError.Denied or FileError.ReadOnly => ObjectError.Denied,
            FileError.NoSpace => ObjectError.NoSpace,
            FileError.Exists => ObjectError.Exists,
            _ => ObjectError.Failed,
        };
        return new ObjectException(reason, key, error.Message, error);
    }
}

namespace GeodeArchive.Objects;

/// <summary>An object operation failed.</summary>
public sealed class ObjectException : Exception
{
    /// <summary>Makes the exception.</summary>
    public ObjectException(ObjectError error, string key, string message, Exception? inner = null)
        : base(message, inner)
    {
        Error = error;
        Key = key;
    }

    /// <summary>The reason.</summary>
    public ObjectError Error { get; }

    /// <summary>The key it is about.</summary>
    public string Key { get; }
}

namespace GeodeArchive.Codecs;

/// <summary>A native compression library failed for a reason that lies neither in the data nor in the room for the result.</summary>
public sealed class CodecException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="error">The reason.</param>
    /// <param name="message">Names the library, the function and what it returned.</param>
    public CodecException(CodecError error, string message)
        : base(message)
    {
        Error = error;
    }

    /// <summary>The reason, for programs.</summary>
    public CodecError Error { get; }
}

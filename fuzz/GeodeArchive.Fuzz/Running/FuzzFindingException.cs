namespace GeodeArchive.Fuzz.Running;

/// <summary>A target did something that it must never do, other than throwing.</summary>
public sealed class FuzzFindingException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What it did.</param>
    public FuzzFindingException(string message)
        : base(message)
    {
    }
}

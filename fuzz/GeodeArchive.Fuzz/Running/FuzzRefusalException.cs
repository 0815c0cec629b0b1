namespace GeodeArchive.Fuzz.Running;

/// <summary>
/// What a target throws for an input that it found damaged without an exception of the product: the reason counts as an outcome of its own.
/// </summary>
public sealed class FuzzRefusalException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="reason">Why the input is not accepted.</param>
    public FuzzRefusalException(string reason)
        : base(reason)
    {
    }
}

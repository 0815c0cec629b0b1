namespace GeodeArchive.Format;

/// <summary>How segments of a parity group protect each other. 0 is invalid.</summary>
public enum ParityScheme : ushort
{
    /// <summary>Not at all.</summary>
    None = 1,
}

using System.Diagnostics.CodeAnalysis;

namespace GeodeArchive.Format;

/// <summary>
/// Bytes that are not what the format allows at this place. Says which check failed and where; never leaves a half-decoded value behind.
/// </summary>
public sealed class ArchiveFormatException : Exception
{
    /// <summary>A failed check.</summary>
    /// <param name="error">Which check.</param>
    /// <param name="structure">The damaged structure, in the words of the specification, such as <c>segment footer</c>.</param>
    /// <param name="offset">Where in its file the structure starts, in bytes; -1 where it has no place of its own.</param>
    /// <param name="detail">What is wrong, in lower case.</param>
    public ArchiveFormatException(FormatError error, string structure, long offset, string detail)
        : base(Describe(error, structure, offset, detail))
    {
        Error = error;
        Structure = structure;
        Offset = offset;
        Detail = detail;
    }

    /// <summary>Which check failed.</summary>
    public FormatError Error { get; }

    /// <summary>The damaged structure, in the words of the specification.</summary>
    public string Structure { get; }

    /// <summary>
    /// Where in its file the damaged structure starts, in bytes. What lies inside a block's payload has the offset of the block's header;
    /// what has no place of its own, such as a tree node in a chunk, has -1 until a caller that knows the chunk's place adds it.
    /// </summary>
    public long Offset { get; }

    /// <summary>What is wrong, without name and place.</summary>
    public string Detail { get; }

    /// <summary>Throws.</summary>
    /// <inheritdoc cref="ArchiveFormatException(FormatError, string, long, string)"/>
    /// <exception cref="ArchiveFormatException">Always.</exception>
    [DoesNotReturn]
    public static void Throw(FormatError error, string structure, long offset, string detail) =>
        throw new ArchiveFormatException(error, structure, offset, detail);

    private static string Describe(FormatError error, string structure, long offset, string detail) => offset < 0
        ? $"{FormatErrorNames.Name(error)}: {detail} ({structure})"
        : $"{FormatErrorNames.Name(error)}: {detail} ({structure} at offset {offset})";
}

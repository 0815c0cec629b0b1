using GeodeArchive.Format;

namespace GeodeArchive.Repository.Scanning;

/// <summary>A check of the format that a file failed, while reading it goes on.</summary>
/// <param name="Error">Which check.</param>
/// <param name="Structure">The structure that failed it, in the words of the specification.</param>
/// <param name="Offset">Where in the file that structure starts, in bytes.</param>
/// <param name="Detail">What is wrong.</param>
public sealed record FailedCheck(FormatError Error, string Structure, long Offset, string Detail)
{
    /// <summary>The failed check that a decoder stopped at.</summary>
    /// <param name="failure">What the decoder threw.</param>
    /// <param name="offset">Where the structure is, if the decoder could not know.</param>
    public static FailedCheck From(ArchiveFormatException failure, long offset = 0) =>
        new(failure.Error, failure.Structure, failure.Offset < 0 ? offset : failure.Offset, failure.Detail);

    /// <summary>As operators and scripts see it: <c>NAME at offset N: detail</c>.</summary>
    public override string ToString() => $"{FormatErrorNames.Name(Error)} at offset {Offset}: {Detail} ({Structure})";
}

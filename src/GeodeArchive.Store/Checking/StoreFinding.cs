using GeodeArchive.Format;

namespace GeodeArchive.Store.Checking;

/// <summary>A check that failed.</summary>
/// <param name="File">The file, such as <c>graphs/00000001</c>.</param>
/// <param name="Page">The damaged page; null where it is not one page.</param>
/// <param name="Failure">Which check.</param>
/// <param name="Structure">What failed it, in the words of the specification.</param>
/// <param name="Detail">What is wrong, in lower case.</param>
public sealed record StoreFinding(string File, PageNumber? Page, FormatError Failure, string Structure, string Detail)
{
    /// <summary>The finding that a decoder stopped at.</summary>
    /// <param name="file">The file.</param>
    /// <param name="damage">What the decoder threw.</param>
    /// <param name="page">The page, if the decoder could not know.</param>
    internal static StoreFinding From(string file, ArchiveFormatException damage, PageNumber? page = null) => new(
        file,
        damage.Offset < 0 ? page : new PageNumber(damage.Offset / StoreLimits.PageSize),
        damage.Error,
        damage.Structure,
        damage.Detail);
}

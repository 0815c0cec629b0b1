using GeodeArchive.Format;

namespace GeodeArchive.Store.Checking;

/// <summary>A check that failed.</summary>
/// <param name="File">The file, such as <c>graphs/00000001</c>.</param>
/// <param name="Page">The damaged page; null where it is not one page.</param>
/// <param name="Failure">Which check.</param>
/// <param name="Detail">What is wrong, in lower case.</param>
public sealed record StoreFinding(string File, PageNumber? Page, FormatError Failure, string Detail);

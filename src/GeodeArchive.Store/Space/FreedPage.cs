using GeodeArchive.Format;

namespace GeodeArchive.Store.Space;

/// <summary>A page that a checkpoint used and the next one does not.</summary>
/// <param name="Page">The page.</param>
/// <param name="Birth">Since when it was used; none where that is not known any more.</param>
internal readonly record struct FreedPage(PageNumber Page, Generation Birth);

using GeodeArchive.Format;

namespace GeodeArchive.Store.Space;

/// <summary>Pages that checkpoints before <paramref name="FreedAt"/> may use, and it and later ones do not.</summary>
internal sealed record FreedPages(Generation FreedAt, List<FreedPage> Pages);

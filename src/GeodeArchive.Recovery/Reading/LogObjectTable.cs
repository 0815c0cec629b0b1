using GeodeArchive.Format;
using GeodeArchive.Objects;

namespace GeodeArchive.Recovery.Reading;

/// <summary>Footer and trailer of a log object.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Footer">Its footer.</param>
/// <param name="Trailer">Its trailer.</param>
public sealed record LogObjectTable(ObjectKey Key, LogObjectFooter Footer, Trailer Trailer)
{
    /// <summary>Which stretch of which timeline it is.</summary>
    public LogObjectSection Section => Footer.Object;

    /// <summary>What the next object of its group says of it.</summary>
    public LogObjectEntry AsEntry() => Footer.AsEntry(Trailer);
}

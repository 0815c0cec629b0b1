using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Store.Files;

/// <summary>
/// The pages of one store file. The store reads and writes through this only, so that a past state can be opened from where it is
/// archived. Safe for several readers and one writer at once. Throws <see cref="FileException"/>.
/// </summary>
public interface IPageDevice : IDisposable
{
    /// <summary>The file, for messages: such as <c>graphs/00000001</c>.</summary>
    string Name { get; }

    /// <summary>Pages that the file has room for now; a rest at its end is not counted.</summary>
    long PageCount { get; }

    /// <summary>
    /// Reads whole pages. False if the file ends before them. <paramref name="destination"/> is any memory, a multiple of the page size.
    /// </summary>
    bool TryRead(PageNumber first, Span<byte> destination);

    /// <summary>Writes whole pages from any memory; the file grows as needed.</summary>
    void Write(PageNumber first, ReadOnlySpan<byte> pages);

    /// <summary>Makes room for so many pages, or cuts the file.</summary>
    void SetPageCount(long count);

    /// <summary>
    /// Makes all that was written durable. After a failure nothing that was written since the last success counts as written.
    /// </summary>
    void Sync();
}

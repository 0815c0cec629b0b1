using GeodeArchive.Format;
using GeodeArchive.Store.Files;

namespace GeodeArchive.Store.Space;

/// <summary>Reads the header of a store file.</summary>
internal static class StoreFileHeaders
{
    /// <exception cref="ArchiveFormatException">It is damaged, or of another file.</exception>
    internal static StoreFileHeader Read(IPageDevice device, DatabaseId? database, GraphId graph)
    {
        var page = new byte[StoreLimits.PageSize];
        if (!device.TryRead(default, page))
        {
            throw new ArchiveFormatException(FormatError.Truncated, "store file header", 0, "the file ends before the end of its header");
        }

        var header = StoreFileHeader.Decode(page);
        header.Expect(database ?? header.DatabaseId, graph);
        return header;
    }
}

using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Filters of whole indexes.</summary>
internal static class IndexFilters
{
    public static byte[] Of(IReadOnlyCollection<IndexEntry> entries)
    {
        IndexFilterBuilder builder = new(entries.Count);
        List<byte> filter = [];
        foreach (IndexEntry[] group in entries.Chunk(IndexFilter.GroupEntryCountMax))
        {
            Array.ForEach(group, entry => builder.Add(entry.Prefix));
            filter.AddRange(builder.Finish());
        }

        return [.. filter];
    }
}

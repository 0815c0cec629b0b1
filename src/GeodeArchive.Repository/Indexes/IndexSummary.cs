using GeodeArchive.Format;

namespace GeodeArchive.Repository.Indexes;

/// <summary>A durable index, as the manifest will name it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Size">Length of the file.</param>
/// <param name="EntryCount">Entries in it.</param>
/// <param name="RootHash">Fixes its content.</param>
public sealed record IndexSummary(IndexId Id, long Size, long EntryCount, Hash256 RootHash)
{
    /// <summary>The record that makes it part of the repository.</summary>
    internal IndexAddRecord ToRecord(SessionId session, Domain domain) => new()
    {
        IndexId = Id,
        SessionId = session,
        Domain = domain,
        Size = Size,
        EntryCount = EntryCount,
        RootHash = RootHash,
    };
}

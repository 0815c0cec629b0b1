namespace GeodeArchive.Store.Transactions;

/// <summary>What a transaction does to a row.</summary>
/// <param name="Id">The row.</param>
/// <param name="Row">The row as it is after; null if it is deleted.</param>
/// <param name="IsNew">Whether the transaction made it: one that it deletes again leaves nothing.</param>
internal readonly record struct RowChange(long Id, byte[]? Row, bool IsNew)
{
    /// <summary>1 for a row more, -1 for one less.</summary>
    public int Difference => (Row is null ? 0 : 1) - (IsNew ? 0 : 1);
}

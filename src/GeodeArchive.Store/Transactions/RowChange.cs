namespace GeodeArchive.Store.Transactions;

/// <summary>What a transaction does to a row.</summary>
/// <param name="Row">The row as it is after; null if it is deleted.</param>
/// <param name="IsNew">Whether the transaction made it; one that it deletes again leaves nothing.</param>
internal readonly record struct RowChange(byte[]? Row, bool IsNew);

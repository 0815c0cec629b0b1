namespace GeodeArchive.LogComparison;

/// <summary>
/// A database that is measured. A row is a node with one label out of 16 and two properties, an int64 and a string of 12 bytes. Every
/// method starts with an empty database of its own, which finds a node by its id and the nodes of a label, and removes it.
/// </summary>
internal interface IDatabaseUnderTest
{
    string Name { get; }

    /// <summary>
    /// Transactions per second: each client makes one node, waits until it is durable, and makes the next. The first 3 seconds do not
    /// count.
    /// </summary>
    Task<double> TransactionsPerSecond(int clients, TimeSpan duration);

    /// <summary>
    /// Seconds until nodes are loaded and durable, in as few transactions as the database can, from data that is ready in the page
    /// cache, in the form that the
    /// database reads fastest.
    /// </summary>
    Task<double> LoadSeconds(long rows);

    /// <summary>
    /// Transactions of one node recovered per second after a crash that left so many behind the last checkpoint: the time from the start
    /// until the next transaction can be made, without that of the same start after a crash that left none; without a checkpoint at its
    /// end, where the database makes one. The log may be in the page cache.
    /// </summary>
    Task<double> RecoveredRowsPerSecond(long rows);
}

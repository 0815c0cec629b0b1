namespace GeodeArchive.LogComparison;

/// <summary>What is measured of a database, and how many times better than the peer ours has to be.</summary>
internal sealed record DatabaseMeasurement(
    string Name, string What, string Format, bool IsDuration, double LeastRatio, Func<IDatabaseUnderTest, Task<double>> Measure)
{
    private const int Clients = 64;
    private const long RowsToLoad = 10_000_000;
    private const long RowsToRecover = 2_000_000;

    /// <summary>Every measurement; <paramref name="rows"/> stands in for the number of rows where it is given.</summary>
    public static DatabaseMeasurement[] All(TimeSpan duration, long? rows)
    {
        var toLoad = rows ?? RowsToLoad;
        var toRecover = rows ?? RowsToRecover;
        return
        [
            new(
                "transactions", $"durable transactions of one node, {Clients} clients, /s", "N0", IsDuration: false, 4,
                database => database.TransactionsPerSecond(Clients, duration)),
            new("load", $"{toLoad:N0} nodes loaded, s", "N2", IsDuration: true, 1.5, database => database.LoadSeconds(toLoad)),
            new(
                "recovery", $"{toRecover:N0} transactions of one node recovered, /s", "N0", IsDuration: false, 2,
                database => database.RecoveredRowsPerSecond(toRecover)),
        ];
    }
}

namespace GeodeArchive.Tests.Database;

/// <summary>What a workload over a database does more often, and what less.</summary>
internal sealed record WorkloadShape
{
    public int WorkerCount { get; init; } = 3;

    /// <summary>Of each worker.</summary>
    public int TransactionCount { get; init; } = 12;

    /// <summary>Graphs that are worked on, at most 3.</summary>
    public int GraphCount { get; init; } = 3;

    /// <summary>One property in so many is large.</summary>
    public int LargeOdds { get; init; } = 60;

    /// <summary>One time in so many a graph is dropped where it would be worked on.</summary>
    public int DropOdds { get; init; } = 30;

    /// <summary>One time in so many there is a checkpoint in place of a transaction.</summary>
    public int CheckpointOdds { get; init; } = 12;

    /// <summary>From here on nodes are rather deleted.</summary>
    public int NodeCountMax { get; init; } = 25;

    /// <summary>Commits also so that others can go on meanwhile.</summary>
    public bool IsAsynchronous { get; init; } = true;

    /// <summary>Goes on after what an I/O error does to a transaction; else any is a failure of the test.</summary>
    public bool IsPatient { get; init; }
}

using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Store;
using GeodeArchive.Wal;

namespace GeodeArchive.Tests.Database;

/// <summary>The life of a database from its making on, to be cut short, and what must be found afterwards.</summary>
internal static class DatabaseLife
{
    /// <summary>Small enough that there are checkpoints all the time, and that segments of the log are used again.</summary>
    public static DatabaseOptions SmallOptions { get; } = new()
    {
        Log = new LogOptions { SegmentSize = 2 << 20, SizeMax = 16 << 20, CommitTimeout = TimeSpan.FromSeconds(5) },
        Store = new StoreOptions { CacheSizeMax = 256 << 10 },
        DirtySizeMax = 256 << 10,
        CheckpointLogSize = 1 << 20,
    };

    /// <summary>Makes the database, or opens it where there is one, works, and closes it.</summary>
    public static List<StoreException> Run(SimulatedMachine machine, DatabaseHistory history, DatabaseOptions options, WorkloadShape shape)
    {
        using var database = OpenOrCreate(machine, history, options);
        history.Settle(database);
        return DatabaseWorkload.Run(machine, database, history, shape);
    }

    /// <summary>Opens the database, holds it against the history, and goes on: after a crash as after an ordinary end.</summary>
    public static void Recover(ulong seed, SimulatedDisk disk, DatabaseHistory history, DatabaseOptions options)
    {
        var shape = new WorkloadShape { WorkerCount = 2, TransactionCount = 3 };
        for (ulong round = 0; round < 2; round++)
        {
            var result = SimulatedMachine.Run(seed + round, disk, machine =>
            {
                using var database = OpenOrCreate(machine, history, options);
                history.Settle(database);
                DatabaseWorkload.Run(machine, database, history, shape);
                history.Settle(database);
            });
            Assert.False(result.Crashed);
            Assert.Equal(0, disk.OpenHandleCount);
        }
    }

    public static GraphDatabase OpenOrCreate(SimulatedMachine machine, DatabaseHistory history, DatabaseOptions options)
    {
        if (history.IsCreated)
        {
            return DatabaseBench.Open(machine, options);
        }

        GraphDatabase database;
        try
        {
            database = DatabaseBench.Open(machine, options);
        }
        catch (StoreException error) when (error.Error == StoreError.NotFound)
        {
            database = DatabaseBench.Create(machine, options);
        }

        history.IsCreated = true;
        return database;
    }

    /// <summary>Numbers from 1 to <paramref name="count"/>: all, or as many as are wanted, evenly.</summary>
    public static IEnumerable<long> Sample(long count, int wanted, ulong seed)
    {
        var stride = Math.Max(1, count / wanted);
        for (var number = 1 + (long)(seed % (ulong)stride); number <= count + 1; number += stride)
        {
            yield return number;
        }
    }
}

using System.Runtime.ExceptionServices;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Simulation;
using GeodeArchive.Store;
using GeodeArchive.Store.Graphs;
using GeodeArchive.Store.Transactions;

namespace GeodeArchive.Tests.Database;

/// <summary>Workers that run random transactions, make checkpoints, and look at snapshots.</summary>
internal sealed class DatabaseWorkload(ulong seed, GraphDatabase database, DatabaseHistory history, WorkloadShape shape)
{
    private readonly List<StoreException> _failures = [];

    /// <summary>Runs workers to their end.</summary>
    /// <returns>What went wrong, where that is allowed.</returns>
    public static List<StoreException> Run(SimulatedMachine machine, GraphDatabase database, DatabaseHistory history, WorkloadShape shape) =>
        Run(machine.Machine, machine.Seed, database, history, shape);

    /// <summary>Runs workers to their end.</summary>
    /// <returns>What went wrong, where that is allowed.</returns>
    public static List<StoreException> Run(Machine machine, ulong seed, GraphDatabase database, DatabaseHistory history, WorkloadShape shape)
    {
        var workload = new DatabaseWorkload(seed, database, history, shape);
        var workers = Enumerable.Range(0, shape.WorkerCount)
            .Select(index => machine.Scheduler.Start($"worker {index}", () => workload.Work(index)))
            .ToList();
        var failures = workers.Select(worker => Record.Exception(worker.Join)).OfType<Exception>().ToList();
        if (failures.Count > 0)
        {
            ExceptionDispatchInfo.Throw(failures[0]);
        }

        return workload._failures;
    }

    private void Work(int index)
    {
        var random = new SeededRandom(SeededRandom.Derive(seed, $"worker {index} at {history.Now()}"));
        var held = new List<(DatabaseSnapshot Snapshot, List<string> Lines)>();
        RecordedTransaction? unwaited = null;
        for (var i = 0; i < shape.TransactionCount && database.Failure is null; i++)
        {
            if (random.OneIn(shape.CheckpointOdds))
            {
                Try(database.Checkpoint);
            }
            else if (random.OneIn(6))
            {
                Try(() => Look(held, random));
            }
            else
            {
                unwaited = Transact(random) ?? unwaited;
            }
        }

        if (unwaited is not null)
        {
            Try(() => Acknowledge(unwaited, () => database.WaitCommitted(unwaited.Result)));
        }

        Try(() => held.ForEach(Compare));
        held.ForEach(old => old.Snapshot.Release());
    }

    /// <returns>The transaction, if nobody waited for it.</returns>
    private RecordedTransaction? Transact(SeededRandom random)
    {
        var record = history.Begin();
        using var transaction = database.Begin();
        try
        {
            new RandomTransaction(record, transaction, random, shape).Run();
        }
        catch (StoreException error) when (error.Error is StoreError.NotFound or StoreError.Exists or StoreError.TooLarge || shape.IsPatient)
        {
            // A graph came or went between two looks, there was too much for one transaction, or it could not be read.
            record.Outcome = TransactionOutcome.Nothing;
            return null;
        }

        if (random.OneIn(10))
        {
            record.Outcome = TransactionOutcome.Nothing;
            return null;
        }

        record.Asked = history.Now();
        try
        {
            return Commit(record, transaction, random);
        }
        catch (StoreException error)
        {
            record.Ordered = history.Now();
            record.Refusal = error.Message;
            record.Outcome = error.Error switch
            {
                _ when record.Outcome == TransactionOutcome.Appended => TransactionOutcome.Appended,
                StoreError.Conflict => TransactionOutcome.Conflict,
                StoreError.Exists or StoreError.ReadOnly or StoreError.Full or StoreError.TooLarge => TransactionOutcome.Nothing,
                _ => TransactionOutcome.Unknown,
            };
            Allow(error);
            return null;
        }
    }

    private RecordedTransaction? Commit(RecordedTransaction record, Transaction transaction, SeededRandom random)
    {
        switch (random.Next(shape.IsAsynchronous ? 10 : 7))
        {
            case 0 or 1:
                record.Result = transaction.CommitUnwaited();
                record.Outcome = TransactionOutcome.Appended;
                record.Ordered = history.Now();
                return record;
            case 2:
                record.Result = transaction.CommitUnwaited();
                record.Outcome = TransactionOutcome.Appended;
                record.Ordered = history.Now();
                Acknowledge(record, () => database.WaitCommitted(record.Result));
                return null;
            case 7 or 8 or 9:
                var answer = transaction.CommitAsync().AsTask();
                Acknowledge(record, () => record.Result = answer.GetAwaiter().GetResult());
                return null;
            default:
                Acknowledge(record, () => record.Result = transaction.Commit());
                return null;
        }
    }

    private void Acknowledge(RecordedTransaction record, Action wait)
    {
        wait();
        Assert.NotEqual(Xid.None, record.Result.Xid);
        record.Outcome = TransactionOutcome.Acknowledged;
        record.Returned = history.Now();
        record.Ordered = record.Ordered == 0 ? record.Returned : record.Ordered;
    }

    private void Look(List<(DatabaseSnapshot Snapshot, List<string> Lines)> held, SeededRandom random)
    {
        if (held.Count > 0 && random.OneIn(2))
        {
            var old = held[random.Next(held.Count)];
            Compare(old);
            if (random.OneIn(2))
            {
                held.Remove(old);
                old.Snapshot.Release();
            }
        }

        var began = history.Now();
        var snapshot = database.OpenSnapshot();
        try
        {
            history.NoteShown(snapshot, began);
        }
        catch
        {
            snapshot.Release();
            throw;
        }

        held.Add((snapshot, Lines(snapshot)));
    }

    private static void Compare((DatabaseSnapshot Snapshot, List<string> Lines) old) => Assert.Equal(old.Lines, Lines(old.Snapshot));

    private static List<string> Lines(DatabaseSnapshot snapshot) =>
        [.. snapshot.Graphs.Values.OrderBy(graph => graph.Id).SelectMany(graph => GraphPicture.Of(graph).Prepend(graph.Name))];

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (StoreException error)
        {
            Allow(error);
        }
    }

    private void Allow(StoreException error)
    {
        if (!shape.IsPatient && error.Error is not (StoreError.Conflict or StoreError.Exists))
        {
            throw new InvalidOperationException(
                $"{error.Error}: {error.Message}; log from {database.Log.Oldest} to {database.Log.Durable} and {database.Log.End}, "
                + $"checkpoint {database.Store.Last.Generation} at {database.Store.Last.CheckpointLsn}, {database.CheckpointFailure?.Message}",
                error);
        }

        lock (_failures)
        {
            _failures.Add(error);
        }
    }
}

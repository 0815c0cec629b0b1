using System.Runtime.ExceptionServices;
using GeodeArchive.Format;
using GeodeArchive.Simulation;
using GeodeArchive.Wal;
using GeodeArchive.Wal.Appending;

namespace GeodeArchive.Tests.Wal;

/// <summary>Writers that append and wait, as a store would: XIDs are given in the order of the log.</summary>
internal static class LogWorkload
{
    /// <summary>Runs writers to their end.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="log">The log.</param>
    /// <param name="history">What they did.</param>
    /// <param name="round">Part of the writers' numbers, so that those of another round are others.</param>
    /// <param name="transactionCount">Transactions of each writer.</param>
    /// <param name="bodySizeMax">Bytes of a record, at most.</param>
    /// <param name="releases">Whether the first writer releases what is before its own transactions now and then.</param>
    public static void Run(
        SimulatedMachine machine, WriteAheadLog log, LogHistory history, int round, int transactionCount, int bodySizeMax, bool releases = false)
    {
        var order = machine.Machine.Scheduler.CreateGate();
        var workers = Enumerable.Range(0, 3).Select(index => machine.Machine.Scheduler.Start($"writer {index}", () =>
        {
            var writer = (round * 10) + index;
            var random = new SeededRandom(SeededRandom.Derive(machine.Seed, $"writer {writer}"));
            var batch = new LogBatch();
            for (var i = 0; i < transactionCount; i++)
            {
                order.Enter();
                Lsn end;
                int number;
                try
                {
                    history.LastXid = history.LastXid.Next;
                    history.Encode(batch, writer, random, history.LastXid, random.Next(1000), bodySizeMax);
                    number = history.Started(writer);
                    end = log.Append(batch);
                }
                finally
                {
                    order.Exit();
                }

                if (random.OneIn(4) && i + 1 < transactionCount)
                {
                    continue;
                }

                log.WaitDurable(end);
                history.Acknowledge(writer, number, end);
                if (releases && index == 0 && random.OneIn(3))
                {
                    history.Floor = history.Acknowledged;
                    log.Release(history.Floor);
                }
            }
        })).ToList();
        var failures = workers.Select(worker => Record.Exception(worker.Join)).OfType<Exception>().ToList();
        if (failures.Count > 0)
        {
            ExceptionDispatchInfo.Throw(failures[0]);
        }
    }
}

using GeodeArchive.Io.Scheduling;
using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Io;

public sealed class WorkerGroupTests
{
    [Fact]
    public void Join_waits_for_all_workers()
    {
        foreach (var seed in SimulationSeeds.Sweep(50))
        {
            SimulatedMachine.Run(seed, machine =>
            {
                var done = new bool[5];
                var group = new WorkerGroup(machine.Machine.Scheduler, _ => Assert.Fail("nothing failed"));
                group.Start("several", 4, index =>
                {
                    machine.Scheduler.Yield();
                    done[index] = true;
                });
                group.Start("one", () => done[4] = true);
                group.Join();
                Assert.All(done, Assert.True);
            });
        }
    }

    [Fact]
    public void Workers_have_ended_when_a_start_fails() => SimulatedMachine.Run(1, machine =>
    {
        var hasEnded = false;
        var scheduler = new ScarceScheduler(machine.Scheduler, workerCount: 1);
        var queue = new BoundedQueue<int>(scheduler, capacity: 1);
        var group = new WorkerGroup(scheduler, failure => queue.Fail(failure));
        group.Start("consumer", () =>
        {
            try
            {
                queue.TryTake(out var _);
            }
            finally
            {
                hasEnded = true;
            }
        });
        Assert.Throws<OutOfMemoryException>(() => group.Start("one too many", () => { }));
        Assert.True(hasEnded, "it still runs, and its caller has given up");
    });

    [Fact]
    public void Join_throws_the_cause_and_not_what_it_set_off()
    {
        foreach (var seed in SimulationSeeds.Sweep(200))
        {
            SimulatedMachine.Run(seed, machine =>
            {
                var queue = new BoundedQueue<int>(machine.Machine.Scheduler, capacity: 1);
                var abortCount = 0;
                var group = new WorkerGroup(machine.Machine.Scheduler, failure =>
                {
                    abortCount++;
                    queue.Fail(failure);
                });
                group.Start("producer", () =>
                {
                    for (var item = 0; ; item++)
                    {
                        queue.Add(item);
                    }
                });
                group.Start("consumer", 2, _ =>
                {
                    while (queue.TryTake(out var item))
                    {
                        FailAt(item, 5);
                    }
                });
                var exception = Assert.Throws<InvalidDataException>(group.Join);
                Assert.Equal("item 5", exception.Message);
                Assert.Contains(nameof(FailAt), exception.StackTrace, StringComparison.Ordinal);
                Assert.Equal(1, abortCount);
            });
        }
    }

    [Fact]
    public void Of_several_failures_the_first_is_thrown_and_one_abort_called()
    {
        foreach (var seed in SimulationSeeds.Sweep(50))
        {
            SimulatedMachine.Run(seed, machine =>
            {
                var aborted = new List<Exception>();
                var group = new WorkerGroup(machine.Machine.Scheduler, aborted.Add);
                group.Start("failing", 3, index => throw new InvalidDataException($"{index}"));
                var thrown = Assert.Throws<InvalidDataException>(group.Join);
                Assert.Same(thrown, Assert.Single(aborted));
            });
        }
    }

    [Fact]
    public void A_queue_failed_from_outside_gives_its_cause() => SimulatedMachine.Run(seed: 1, machine =>
    {
        var queue = new BoundedQueue<int>(machine.Machine.Scheduler, capacity: 1);
        var group = new WorkerGroup(machine.Machine.Scheduler, _ => Assert.Fail("no worker failed by itself"));
        group.Start("consumer", () => queue.TryTake(out _));
        queue.Fail(new TimeoutException("enough"));
        Assert.Equal("enough", Assert.Throws<TimeoutException>(group.Join).Message);
    });

    [Fact]
    public void An_abort_that_fails_does_not_hide_the_cause() => SimulatedMachine.Run(seed: 1, machine =>
    {
        var group = new WorkerGroup(machine.Machine.Scheduler, _ => throw new InvalidOperationException("abort"));
        group.Start("failing", () => throw new InvalidDataException("cause"));
        Assert.Equal("cause", Assert.Throws<InvalidDataException>(group.Join).Message);
    });

    [Fact]
    public void A_power_cut_ends_the_group()
    {
        foreach (var seed in SimulationSeeds.Sweep(50))
        {
            var result = SimulatedMachine.Run(seed, machine =>
            {
                var queue = new BoundedQueue<int>(machine.Machine.Scheduler, capacity: 1);
                var group = new WorkerGroup(machine.Machine.Scheduler, failure => queue.Fail(failure));
                group.Start("consumer", 2, _ => queue.TryTake(out var _));
                group.Start("cutter", machine.Disk.CutPower);
                group.Join();
            });
            Assert.True(result.Crashed);
        }
    }

    [Fact]
    public void Real_threads_are_joined_and_fail_alike()
    {
        var queue = new BoundedQueue<int>(new SystemScheduler(), capacity: 2);
        var group = new WorkerGroup(new SystemScheduler(), failure => queue.Fail(failure));
        group.Start("consumer", 3, _ =>
        {
            while (queue.TryTake(out var item))
            {
                FailAt(item, 1000);
            }
        });
        group.Start("producer", () =>
        {
            for (var item = 0; ; item++)
            {
                queue.Add(item);
            }
        });
        Assert.Equal("item 1000", Assert.Throws<InvalidDataException>(group.Join).Message);
    }

    // Its name must stay in the stack trace.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void FailAt(int item, int bad)
    {
        if (item == bad)
        {
            throw new InvalidDataException($"item {item}");
        }
    }
}

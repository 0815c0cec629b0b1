using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Simulation;

public sealed class SimulatedSchedulerTests
{
    [Fact]
    public void One_seed_gives_one_run()
    {
        foreach (var seed in SimulationSeeds.Sweep(20))
        {
            var first = RunSeveralWorkers(seed);
            var second = RunSeveralWorkers(seed);
            Assert.Equal(first.Trace.Lines, second.Trace.Lines);
            Assert.Equal(first.Trace.Hash, second.Trace.Hash);
            Assert.Equal(first.Elapsed, second.Elapsed);
            Assert.True(first.Trace.EventCount > 40);
        }
    }

    [Fact]
    public void Other_seeds_give_other_runs()
    {
        var hashes = Enumerable.Range(1, 20).Select(seed => RunSeveralWorkers((ulong)seed).Trace.Hash);
        Assert.Equal(20, hashes.Distinct().Count());
    }

    [Fact]
    public void Only_one_worker_runs_at_a_time_and_all_orders_come_up()
    {
        var orders = new HashSet<string>();
        for (ulong seed = 1; seed <= 200; seed++)
        {
            SimulatedMachine.Run(seed, machine =>
            {
                var order = "";
                var workers = new[] { "a", "b", "c" }.Select(name => machine.Machine.Scheduler.Start(name, () =>
                {
                    machine.Scheduler.Yield();
                    order += name;
                })).ToArray();
                Assert.All(workers, worker => worker.Join());
                orders.Add(order);
            });
        }

        Assert.Equal(["abc", "acb", "bac", "bca", "cab", "cba"], orders.Order());
    }

    [Fact]
    public void An_update_that_is_not_guarded_is_lost_under_some_seed()
    {
        Assert.Contains(Enumerable.Range(1, 50), seed => CountWithTwoWorkers((ulong)seed, isGuarded: false) < 20);
        Assert.All(Enumerable.Range(1, 50), seed => Assert.Equal(20, CountWithTwoWorkers((ulong)seed, isGuarded: true)));
    }

    [Fact]
    public void A_deadlock_is_found_and_described()
    {
        var found = Enumerable.Range(1, 50)
            .Select(seed => Record.Exception(() => LockInOppositeOrder((ulong)seed)))
            .OfType<SimulationFailedException>()
            .ToArray();

        // Only some schedules run into it.
        Assert.InRange(found.Length, 1, 49);
        Assert.All(found, exception =>
        {
            Assert.IsType<SimulationStalledException>(exception.InnerException);
            Assert.Contains($"seed {exception.Seed},", exception.Message, StringComparison.Ordinal);
            Assert.Contains("\"forward\" waits to enter gate", exception.Message, StringComparison.Ordinal);
            Assert.Contains("\"backward\" waits to enter gate", exception.Message, StringComparison.Ordinal);
            Assert.Contains("\"body\" waits for the end of worker", exception.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Waiting_without_looking_again_is_found_by_a_spurious_wake()
    {
        Assert.Contains(Enumerable.Range(1, 200), seed => WokeTooEarly((ulong)seed));

        static bool WokeTooEarly(ulong seed)
        {
            var wasEarly = false;
            SimulatedMachine.Run(seed, machine =>
            {
                var gate = machine.Machine.Scheduler.CreateGate();
                var isReady = false;
                var worker = machine.Machine.Scheduler.Start("waiter", () =>
                {
                    gate.Enter();
                    if (!isReady)
                    {
                        gate.Wait();
                        wasEarly = !isReady;
                    }

                    gate.Exit();
                });
                gate.Enter();
                isReady = true;
                gate.PulseAll();
                gate.Exit();
                worker.Join();
            });
            return wasEarly;
        }
    }

    [Fact]
    public void Waiting_for_a_time_takes_no_real_time()
    {
        foreach (var seed in SimulationSeeds.Sweep(20))
        {
            var result = SimulatedMachine.Run(seed, machine =>
            {
                var gate = machine.Machine.Scheduler.CreateGate();
                var start = machine.Clock.Elapsed;
                gate.Enter();
                while (gate.Wait(TimeSpan.FromHours(10)))
                {
                    // Woken without a pulse.
                }

                gate.Exit();
                Assert.True(machine.Clock.Elapsed - start >= TimeSpan.FromHours(10));
            });
            Assert.True(result.Elapsed >= TimeSpan.FromHours(10));
        }
    }

    [Fact]
    public void A_pulse_wakes_before_the_time_is_over()
    {
        foreach (var seed in SimulationSeeds.Sweep(50))
        {
            var result = SimulatedMachine.Run(seed, machine =>
            {
                var gate = machine.Machine.Scheduler.CreateGate();
                var isReady = false;
                var worker = machine.Machine.Scheduler.Start("waiter", () =>
                {
                    gate.Enter();
                    while (!isReady)
                    {
                        Assert.True(gate.Wait(TimeSpan.FromHours(1)));
                    }

                    gate.Exit();
                });
                gate.Enter();
                isReady = true;
                gate.PulseAll();
                gate.Exit();
                worker.Join();
            });
            Assert.True(result.Elapsed < TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public void Gates_are_not_reentrant_and_only_their_holder_uses_them() => SimulatedMachine.Run(seed: 1, machine =>
    {
        var gate = machine.Machine.Scheduler.CreateGate();
        Assert.Throws<SynchronizationLockException>(gate.Exit);
        Assert.Throws<SynchronizationLockException>(gate.PulseAll);
        Assert.Throws<SynchronizationLockException>(gate.Wait);
        gate.Enter();
        Assert.Throws<SynchronizationLockException>(gate.Enter);
        Assert.Throws<ArgumentOutOfRangeException>(() => gate.Wait(TimeSpan.FromSeconds(-2)));
        gate.Exit();
    });

    [Fact]
    public void A_workers_exception_comes_out_of_join() => SimulatedMachine.Run(seed: 1, machine =>
    {
        var worker = machine.Machine.Scheduler.Start("failing", () => throw new InvalidDataException("mine"));
        Assert.Equal("mine", Assert.Throws<InvalidDataException>(worker.Join).Message);
        Assert.Equal("failing", worker.Name);
    });

    [Fact]
    public void A_failure_that_nobody_joins_fails_the_run()
    {
        var exception = Assert.Throws<SimulationFailedException>(() => SimulatedMachine.Run(seed: 7, machine =>
            machine.Machine.Scheduler.Start("forgotten", () => throw new InvalidDataException("mine"))));
        Assert.Equal(7ul, exception.Seed);
        Assert.IsType<InvalidDataException>(exception.InnerException);
        Assert.Contains("worker forgotten", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_power_cut_reaches_every_worker_and_lets_finally_blocks_run()
    {
        foreach (var seed in SimulationSeeds.Sweep(50))
        {
            var unwound = 0;
            var result = SimulatedMachine.Run(seed, machine =>
            {
                var gate = machine.Machine.Scheduler.CreateGate();
                for (var number = 0; number < 3; number++)
                {
                    machine.Machine.Scheduler.Start($"waiter {number}", () => Guarded(() =>
                    {
                        gate.Enter();
                        try
                        {
                            while (true)
                            {
                                gate.Wait();
                            }
                        }
                        finally
                        {
                            gate.Exit();
                        }
                    }));
                }

                Guarded(() =>
                {
                    using var root = machine.Machine.Files.OpenDirectory(FilePath.From("/"));
                    machine.Disk.CutPower();
                    root.CreateDirectory(FileName.From("never"), mode: 0);
                });
            });
            Assert.True(result.Crashed);
            Assert.InRange(unwound, 1, 4);

            // A worker that the power cut came before never began.
            void Guarded(Action body)
            {
                try
                {
                    body();
                }
                catch (Exception exception)
                {
                    Assert.IsType<SimulatedCrashException>(exception);
                    unwound++;
                    throw;
                }
            }
        }
    }

    [Fact]
    public void Code_that_goes_on_after_a_power_cut_is_found()
    {
        var exception = Assert.Throws<SimulationFailedException>(() => SimulatedMachine.Run(seed: 1, machine =>
        {
            machine.Disk.CutPower();
            while (true)
            {
                try
                {
                    machine.Machine.Files.OpenDirectory(FilePath.From("/")).Dispose();
                }
                catch (SimulatedCrashException)
                {
                    // This is the mistake.
                }
            }
        }));
        Assert.Contains("goes on although the machine has stopped", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_end_is_found()
    {
        var options = new SimulationOptions { StepLimit = 1000 };
        var exception = Assert.Throws<SimulationFailedException>(() => SimulatedMachine.Run(
            seed: 1, new SimulatedDisk(seed: 1), machine => Endless(machine), options));
        Assert.Contains("no end after 1000 steps", exception.Message, StringComparison.Ordinal);

        static void Endless(SimulatedMachine machine)
        {
            while (true)
            {
                machine.Scheduler.Yield();
            }
        }
    }

    [Fact]
    public void A_thread_that_the_scheduler_does_not_know_is_refused() => SimulatedMachine.Run(seed: 1, machine =>
    {
        var gate = machine.Machine.Scheduler.CreateGate();
        var stranger = Task.Run(() => Assert.Throws<InvalidOperationException>(gate.Enter));
        Assert.Contains("past the scheduler", stranger.GetAwaiter().GetResult().Message, StringComparison.Ordinal);
    });

    private static SimulationResult RunSeveralWorkers(ulong seed)
    {
        var disk = new SimulatedDisk(seed);
        var options = new SimulationOptions { KeepsTrace = true };
        return SimulatedMachine.Run(
            seed,
            disk,
            machine =>
            {
                using var root = machine.Machine.Files.OpenDirectory(FilePath.From("/"));
                var gate = machine.Machine.Scheduler.CreateGate();
                var workers = Enumerable.Range(0, 3).Select(number => machine.Machine.Scheduler.Start($"worker {number}", () =>
                {
                    using var file = root.CreateFile(FileName.From($"{number}"), mode: 0);
                    var bytes = new byte[600];
                    for (var step = 0; step < 5; step++)
                    {
                        machine.Machine.Entropy.Fill(bytes);
                        file.Write(bytes, step * 300);
                        gate.Enter();
                        gate.Wait(TimeSpan.FromMilliseconds(5));
                        gate.PulseAll();
                        gate.Exit();
                        file.Sync();
                    }
                })).ToArray();
                Assert.All(workers, worker => worker.Join());
            },
            options);
    }

    private static int CountWithTwoWorkers(ulong seed, bool isGuarded)
    {
        var count = 0;
        SimulatedMachine.Run(seed, machine =>
        {
            var gate = machine.Machine.Scheduler.CreateGate();
            var workers = Enumerable.Range(0, 2).Select(number => machine.Machine.Scheduler.Start($"worker {number}", () =>
            {
                for (var step = 0; step < 10; step++)
                {
                    if (isGuarded)
                    {
                        gate.Enter();
                    }

                    var seen = count;
                    machine.Scheduler.Yield();
                    count = seen + 1;
                    if (isGuarded)
                    {
                        gate.Exit();
                    }
                }
            })).ToArray();
            Assert.All(workers, worker => worker.Join());
        });
        return count;
    }

    private static void LockInOppositeOrder(ulong seed) => SimulatedMachine.Run(seed, machine =>
    {
        var scheduler = machine.Machine.Scheduler;
        var (first, second) = (scheduler.CreateGate(), scheduler.CreateGate());
        var forward = scheduler.Start("forward", () => EnterBoth(first, second));
        var backward = scheduler.Start("backward", () => EnterBoth(second, first));
        forward.Join();
        backward.Join();

        static void EnterBoth(GeodeArchive.Io.Scheduling.IGate outer, GeodeArchive.Io.Scheduling.IGate inner)
        {
            outer.Enter();
            inner.Enter();
            inner.Exit();
            outer.Exit();
        }
    });
}

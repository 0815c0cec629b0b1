using GeodeArchive.Io;
using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Tests.Io;

public sealed class SystemSchedulerTests
{
    private readonly SystemScheduler _scheduler = new();

    [Fact]
    public void Workers_run_beside_each_other()
    {
        using var first = new SemaphoreSlim(0);
        using var second = new SemaphoreSlim(0);
        var workers = new[]
        {
            _scheduler.Start("first", () => Meet(first, second)),
            _scheduler.Start("second", () => Meet(second, first)),
        };
        Assert.All(workers, worker => worker.Join());

        static void Meet(SemaphoreSlim own, SemaphoreSlim other)
        {
            other.Release();
            Assert.True(own.Wait(TimeSpan.FromSeconds(30)));
        }
    }

    [Fact]
    public void Join_throws_what_the_body_threw_each_time()
    {
        var worker = _scheduler.Start("failing", Fail);
        for (var round = 0; round < 2; round++)
        {
            var exception = Assert.Throws<InvalidDataException>(worker.Join);
            Assert.Contains(nameof(Fail), exception.StackTrace, StringComparison.Ordinal);
        }

        Assert.Equal("failing", worker.Name);

        static void Fail() => throw new InvalidDataException();
    }

    [Fact]
    public void A_gate_lets_one_in_at_a_time()
    {
        var gate = _scheduler.CreateGate();
        var count = 0;
        var workers = Enumerable.Range(0, 4).Select(number => _scheduler.Start($"{number}", () =>
        {
            for (var round = 0; round < 20_000; round++)
            {
                gate.Enter();
                count++;
                gate.Exit();
            }
        })).ToArray();
        Assert.All(workers, worker => worker.Join());
        Assert.Equal(80_000, count);
    }

    [Fact]
    public void A_wait_ends_with_a_pulse_or_with_its_time()
    {
        var gate = _scheduler.CreateGate();
        var isReady = false;
        gate.Enter();
        Assert.False(gate.Wait(TimeSpan.FromMilliseconds(10)));
        var worker = _scheduler.Start("pulser", () =>
        {
            gate.Enter();
            isReady = true;
            gate.PulseAll();
            gate.Exit();
        });
        while (!isReady)
        {
            gate.Wait();
        }

        gate.Exit();
        worker.Join();
    }

    [Fact]
    public void Gates_are_not_reentrant_and_only_their_holder_uses_them()
    {
        var gate = _scheduler.CreateGate();
        Assert.Throws<SynchronizationLockException>(gate.Exit);
        Assert.Throws<SynchronizationLockException>(gate.PulseAll);
        Assert.Throws<SynchronizationLockException>(gate.Wait);
        gate.Enter();
        Assert.Throws<SynchronizationLockException>(gate.Enter);
        gate.Exit();
    }

    [Fact]
    public void The_machine_is_complete()
    {
        var machine = SystemMachine.Create();
        var (first, second) = (new byte[32], new byte[32]);
        machine.Entropy.Fill(first);
        machine.Entropy.Fill(second);
        Assert.NotEqual(first, second);
        Assert.True(machine.Scheduler.ProcessorCount >= 1);
        Assert.Same(TimeProvider.System, machine.Clock);
    }
}

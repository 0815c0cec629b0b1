using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Io;

public sealed class BufferPoolTests
{
    [Fact]
    public void Buffers_are_aligned_and_end_with_dispose()
    {
        var buffer = new AlignedBuffer(1000);
        Assert.Equal(1000, buffer.Length);
        buffer.Span.Fill(7);
        Assert.Equal(7, buffer.Span[999]);
        DirectAlignment.Check(buffer.Span[..0], offset: 0);
        Assert.Throws<ArgumentException>(() => DirectAlignment.Check(buffer.Span[1..1], offset: 0));
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedBuffer(0));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 4096)]
    [InlineData(4096, 4096)]
    [InlineData(4097, 8192)]
    public void Lengths_are_rounded_up_to_the_alignment(long length, long expected) =>
        Assert.Equal(expected, DirectAlignment.RoundUp(length));

    [Fact]
    public void No_more_buffers_are_out_than_there_are_and_none_twice()
    {
        foreach (var seed in SimulationSeeds.Sweep(200))
        {
            SimulatedMachine.Run(seed, machine =>
            {
                using var pool = new BufferPool(machine.Machine.Scheduler, count: 2, bufferLength: 100);
                var held = new HashSet<AlignedBuffer>();
                var seen = new HashSet<AlignedBuffer>();
                var group = new WorkerGroup(machine.Machine.Scheduler, pool.Fail);
                group.Start("user", 4, _ =>
                {
                    for (var round = 0; round < 5; round++)
                    {
                        var buffer = pool.Rent();
                        Assert.Equal(100, buffer.Length);
                        Assert.True(held.Add(buffer));
                        Assert.InRange(held.Count, 1, 2);
                        seen.Add(buffer);
                        machine.Scheduler.Yield();
                        held.Remove(buffer);
                        pool.Return(buffer);
                    }
                });
                group.Join();
                Assert.Equal(0, pool.RentedCount);
                Assert.InRange(seen.Count, 1, 2);
            });
        }
    }

    [Fact]
    public void A_lost_buffer_is_counted_and_freed_with_the_pool() => SimulatedMachine.Run(seed: 1, machine =>
    {
        var pool = new BufferPool(machine.Machine.Scheduler, count: 3, bufferLength: 100);
        var (lost, returned) = (pool.Rent(), pool.Rent());
        pool.Return(returned);
        Assert.Equal(1, pool.RentedCount);
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => lost.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => returned.Span.Length);
        Assert.Throws<ObjectDisposedException>(pool.Rent);
        pool.Return(lost);
        Assert.Equal(0, pool.RentedCount);
    });

    [Fact]
    public void A_buffer_is_returned_once_and_to_its_own_pool() => SimulatedMachine.Run(seed: 1, machine =>
    {
        using var pool = new BufferPool(machine.Machine.Scheduler, count: 1, bufferLength: 100);
        using var other = new BufferPool(machine.Machine.Scheduler, count: 1, bufferLength: 100);
        var buffer = pool.Rent();
        Assert.Throws<InvalidOperationException>(() => other.Return(buffer));
        pool.Return(buffer);
        Assert.Throws<InvalidOperationException>(() => pool.Return(buffer));
        Assert.Same(buffer, pool.Rent());
    });

    [Fact]
    public void Failing_wakes_those_who_wait()
    {
        foreach (var seed in SimulationSeeds.Sweep(50))
        {
            SimulatedMachine.Run(seed, machine =>
            {
                using var pool = new BufferPool(machine.Machine.Scheduler, count: 1, bufferLength: 100);
                var buffer = pool.Rent();
                var cause = new InvalidDataException("cause");
                var waiter = machine.Machine.Scheduler.Start("waiter", () =>
                    Assert.Same(cause, Assert.Throws<QueueFailedException>(pool.Rent).InnerException));
                pool.Fail(cause);
                waiter.Join();
                pool.Return(buffer);
                Assert.Equal(0, pool.RentedCount);
            });
        }
    }

    [Fact]
    public void Real_threads_share_a_pool()
    {
        using var pool = new BufferPool(new SystemScheduler(), count: 2, bufferLength: 4096);
        var group = new WorkerGroup(new SystemScheduler(), pool.Fail);
        group.Start("user", 4, worker =>
        {
            for (var round = 0; round < 2000; round++)
            {
                var buffer = pool.Rent();
                buffer.Span.Fill((byte)worker);
                Assert.False(buffer.Span.ContainsAnyExcept((byte)worker));
                pool.Return(buffer);
            }
        });
        group.Join();
        Assert.Equal(0, pool.RentedCount);
    }
}

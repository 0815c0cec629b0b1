using GeodeArchive.Io.Scheduling;
using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Io;

public sealed class BoundedQueueTests
{
    [Fact]
    public void Any_use_by_one_worker_agrees_with_a_list()
    {
        foreach (var seed in SimulationSeeds.Sweep(100))
        {
            SimulatedMachine.Run(seed, machine =>
            {
                var capacity = 1 + machine.Random.Next(5);
                var queue = new BoundedQueue<int>(machine.Machine.Scheduler, capacity);
                var model = new List<int>();
                for (var step = 0; step < 100; step++)
                {
                    if (model.Count < capacity && (model.Count == 0 || machine.Random.OneIn(2)))
                    {
                        queue.Add(step);
                        model.Add(step);
                    }
                    else
                    {
                        Assert.True(queue.TryTake(out var item));
                        Assert.Equal(model[0], item);
                        model.RemoveAt(0);
                    }

                    Assert.Equal(model.Count, queue.Count);
                }
            });
        }
    }

    [Fact]
    public void Every_item_is_taken_once_and_in_the_order_of_its_producer()
    {
        foreach (var seed in SimulationSeeds.Sweep(200))
        {
            SimulatedMachine.Run(
                seed, machine => CheckManyWorkers(machine.Machine.Scheduler, itemCount: 15, capacity: 1 + machine.Random.Next(4)));
        }
    }

    [Fact]
    public void A_range_longer_than_the_queue_goes_through_it_in_order()
    {
        foreach (var seed in SimulationSeeds.Sweep(100))
        {
            SimulatedMachine.Run(seed, machine =>
            {
                var queue = new BoundedQueue<int>(machine.Machine.Scheduler, capacity: 1 + machine.Random.Next(4));
                var taken = new List<int>();
                var taker = machine.Machine.Scheduler.Start("taker", () =>
                {
                    while (queue.TryTake(out var item))
                    {
                        taken.Add(item);
                    }
                });
                queue.AddRange([1, 2, 3, 4, 5, 6, 7]);
                queue.AddRange([]);
                queue.AddRange([8]);
                queue.Complete();
                taker.Join();
                Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], taken);
            });
        }
    }

    [Fact]
    public void Real_threads_take_every_item_once() => CheckManyWorkers(new SystemScheduler(), itemCount: 5000, capacity: 7);

    [Fact]
    public void A_full_queue_holds_up_its_producer()
    {
        foreach (var seed in SimulationSeeds.Sweep(100))
        {
            SimulatedMachine.Run(seed, machine =>
            {
                var queue = new BoundedQueue<int>(machine.Machine.Scheduler, capacity: 3);
                var addedCount = 0;
                var takenCount = 0;
                var producer = machine.Machine.Scheduler.Start("producer", () =>
                {
                    for (; addedCount < 20; addedCount++)
                    {
                        queue.Add(addedCount);

                        // The one just added counts, and one that was taken may not be counted yet.
                        Assert.InRange(addedCount + 1 - takenCount, 0, 3 + 1);
                    }

                    queue.Complete();
                });
                while (queue.TryTake(out _))
                {
                    takenCount++;
                    machine.Scheduler.Yield();
                }

                producer.Join();
                Assert.Equal(20, takenCount);
            });
        }
    }

    [Fact]
    public void A_complete_queue_gives_what_is_left_and_takes_nothing() => SimulatedMachine.Run(seed: 1, machine =>
    {
        var queue = new BoundedQueue<string>(machine.Machine.Scheduler, capacity: 3);
        queue.Add("left");
        queue.Complete();
        queue.Complete();
        Assert.Throws<InvalidOperationException>(() => queue.Add("late"));
        Assert.True(queue.TryTake(out var item));
        Assert.Equal("left", item);
        Assert.False(queue.TryTake(out item));
        Assert.Null(item);
    });

    [Fact]
    public void Completing_wakes_every_consumer_that_waits()
    {
        foreach (var seed in SimulationSeeds.Sweep(50))
        {
            SimulatedMachine.Run(seed, machine =>
            {
                var queue = new BoundedQueue<int>(machine.Machine.Scheduler, capacity: 1);
                var consumers = Enumerable.Range(0, 3)
                    .Select(number => machine.Machine.Scheduler.Start($"consumer {number}", () => Assert.False(queue.TryTake(out _))))
                    .ToArray();
                queue.Complete();
                Assert.All(consumers, consumer => consumer.Join());
            });
        }
    }

    [Fact]
    public void Failing_wakes_all_and_gives_the_cause()
    {
        foreach (var seed in SimulationSeeds.Sweep(100))
        {
            SimulatedMachine.Run(seed, machine =>
            {
                var scheduler = machine.Machine.Scheduler;
                var full = new BoundedQueue<int>(scheduler, capacity: 1);
                var empty = new BoundedQueue<int>(scheduler, capacity: 1);
                full.Add(1);
                var cause = new InvalidDataException("cause");
                var workers = new[]
                {
                    scheduler.Start("adder", () => AssertStopped(cause, () => full.Add(2))),
                    scheduler.Start("taker", () => AssertStopped(cause, () => empty.TryTake(out _))),
                };
                Assert.Equal([1], full.Fail(cause));
                Assert.Empty(empty.Fail(cause));
                Assert.Empty(full.Fail(new InvalidDataException("later")));
                Assert.All(workers, worker => worker.Join());
                AssertStopped(cause, () => full.Add(3));
                AssertStopped(cause, () => full.TryTake(out _));
                Assert.Equal(0, full.Count);
            });
        }
    }

    private static void AssertStopped(Exception cause, Action operation) =>
        Assert.Same(cause, Assert.Throws<QueueFailedException>(operation).InnerException);

    private static void CheckManyWorkers(IScheduler scheduler, int itemCount, int capacity)
    {
        const int ProducerCount = 3;
        const int ConsumerCount = 2;
        var queue = new BoundedQueue<(int Producer, int Number)>(scheduler, capacity);
        var taken = Enumerable.Range(0, ConsumerCount).Select(_ => new List<(int Producer, int Number)>()).ToArray();
        var producers = Enumerable.Range(0, ProducerCount).Select(producer => scheduler.Start($"producer {producer}", () =>
        {
            for (var number = 0; number < itemCount; number++)
            {
                queue.Add((producer, number));
            }
        })).ToArray();
        var consumers = Enumerable.Range(0, ConsumerCount).Select(consumer => scheduler.Start($"consumer {consumer}", () =>
        {
            while (queue.TryTake(out var item))
            {
                taken[consumer].Add(item);
            }
        })).ToArray();
        Assert.All(producers, worker => worker.Join());
        queue.Complete();
        Assert.All(consumers, worker => worker.Join());

        Assert.Equal(
            from producer in Enumerable.Range(0, ProducerCount) from number in Enumerable.Range(0, itemCount) select (producer, number),
            taken.SelectMany(items => items).Order());
        Assert.All(taken, items => Assert.All(
            items.GroupBy(item => item.Producer), group => Assert.Equal(group.Order(), group)));
    }
}

using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Storing;
using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Backup.Storing;

/// <summary>How the walk divides a file of nearly 8 EiB: lazily, and at every 64 MiB.</summary>
public sealed class PartPlanTests
{
    private const long PartSize = 64 << 20;
    private const int QueuedMax = 8;
    private const long PartsRead = 3000;

    [Fact]
    public void Parts_are_handed_out_in_order_and_only_so_far_ahead_as_they_are_taken() => SimulatedMachine.Run(1, machine =>
    {
        long taken = 0;
        long handedOut = 0;
        var (workers, parts, items) = StartWalk(machine);
        workers.Start("storer", () =>
        {
            while (parts.TryTake(out var batch))
            {
                var part = Assert.Single(batch);
                Assert.Equal(handedOut, part.Index);
                Assert.Equal(handedOut * PartSize, part.Offset);
                Assert.Equal(PartSize, part.Length);
                Assert.True(part.Index - Volatile.Read(ref taken) < PendingFile.PartsAheadMax + 1, "too far ahead");
                handedOut++;
                part.File.Complete(
                    part.Index,
                    part.Index < PartsRead ? Whole(part) : PartContent.Failed(PartOutcome.Short, "it is not as long as it says"));
                part.File.Directory.Release();
            }
        });
        workers.Start("assembler", () =>
        {
            while (items.TryTake(out var item))
            {
                foreach (var part in item.File?.TakeParts() ?? [])
                {
                    Assert.Equal(taken < PartsRead ? PartSize : 0, part.Length);
                    Volatile.Write(ref taken, taken + 1);
                }
            }
        });
        workers.Join();
        Assert.Equal(PartsRead + 1, taken);
        Assert.InRange(handedOut, PartsRead + 1, PartsRead + 1 + PendingFile.PartsAheadMax);
    });

    [Fact]
    public void A_failure_ends_all_waiting_for_parts()
    {
        foreach (var seed in SimulationSeeds.Sweep(20))
        {
            SimulatedMachine.Run(seed, machine =>
            {
                var (workers, parts, items) = StartWalk(machine);
                workers.Start("storer", () =>
                {
                    // The walk has no room for more then, and the assembler no part to take.
                    for (var count = 0; count < PendingFile.PartsAheadMax && parts.TryTake(out var batch); count++)
                    {
                        FilePart.Release(batch);
                    }

                    throw new InvalidDataException("the store failed");
                });
                workers.Start("assembler", () =>
                {
                    while (items.TryTake(out var item))
                    {
                        Assert.Empty(item.File?.TakeParts() ?? []);
                    }
                });
                Assert.Throws<InvalidDataException>(workers.Join);
                Assert.Equal(0, machine.Disk.OpenHandleCount);
            });
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(PartSize, 1)]
    [InlineData(PartSize + 1, 2)]
    [InlineData(long.MaxValue - 1, 1L << 37)]
    [InlineData(long.MaxValue, 1L << 37)]
    public void Part_count_is_that_of_the_size(long size, long count) => SimulatedMachine.Run(1, machine =>
    {
        var gate = new FileGate(machine.Machine.Scheduler);
        var lease = new DirectoryLease(machine.Disk.OpenDirectory(FilePath.From("/")), TreePath.Root);
        var metadata = lease.Directory.GetMetadata() with { Size = size };
        Assert.Equal(count, new PendingFile(gate, lease, FileName.From("x"), metadata, PartSize).PartCount);
        lease.Release();
    });

    private static (WorkerGroup Workers, BoundedQueue<FilePart[]> Parts, BoundedQueue<WalkItem> Items) StartWalk(SimulatedMachine machine)
    {
        machine.Disk.PutFile("/source/sparse", "x"u8);
        using (var directory = machine.Disk.OpenDirectory(FilePath.From("/source")))
        using (var file = directory.OpenFileForWriting(FileName.From("sparse")))
        {
            file.SetLength(long.MaxValue);
        }

        var scheduler = machine.Machine.Scheduler;
        var parts = new BoundedQueue<FilePart[]>(scheduler, QueuedMax);
        var items = new BoundedQueue<WalkItem>(scheduler, QueuedMax);
        var gate = new FileGate(scheduler);
        var workers = new WorkerGroup(scheduler, failure =>
        {
            FilePart.Release(parts.Fail(failure).SelectMany(batch => batch));
            items.Fail(failure);
            gate.Abort();
        });
        var settings = new WalkSettings(PartSize, ArchiveRoot: null, _ => { });
        var walker = new TreeWalker(
            parts, items, gate, parent: null, settings, new AttributeReader(), new RunProgress(), new ProblemLog(scheduler));
        var odd = new OddFileSystem(machine.Disk) { HidesHoles = _ => true };
        workers.Start("walker", () => walker.Run(odd.OpenDirectory(FilePath.From("/source"))));
        return (workers, parts, items);
    }

    private static PartContent Whole(FilePart part) => new([], ChunkId.OfPlain("leaf"u8), part.Length);
}

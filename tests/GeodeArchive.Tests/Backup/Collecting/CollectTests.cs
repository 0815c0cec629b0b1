using GeodeArchive.Backup;
using GeodeArchive.Backup.Exporting;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Restoring;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Exporting;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Backup.Collecting;

/// <summary>Collections, one after the other, and what is left after them.</summary>
public sealed class CollectTests
{
    private const int FileSize = 100_000;

    [Fact]
    public void What_is_needed_is_moved_out_of_a_segment_that_is_mostly_dead() => OnDisk(1, (machine, archive) =>
    {
        Put(machine.Disk, 1, 6);
        archive.Backup("/source", "full-1");
        Put(machine.Disk, 2, 5);
        archive.Backup("/source", "full-2");
        archive.Delete("full-1");
        var before = machine.Disk.Snapshot("/archive-root");
        var foreseen = archive.Collect(isDryRun: true);
        Assert.Equal(before, machine.Disk.Snapshot("/archive-root"));
        var result = archive.Collect();
        Assert.True(result.MovedSegmentCount > 0);
        Assert.Equal(result.MovedSegmentCount, foreseen.MovedSegmentCount);
        Assert.Equal(result.MovedSize, foreseen.MovedSize);
        Assert.Equal(result.RetiredSegmentCount, foreseen.RetiredSegmentCount);
        Assert.Equal(result.DeletedSegmentCount, foreseen.DeletedSegmentCount);
        Assert.True(result.FreedSize > 4 * FileSize);
        Assert.True(result.MergedIndexCount > 0);
        Assert.Empty(archive.Leftovers());
        CheckRestores(machine, archive, "full-2");
        Assert.Equal(0, archive.Collect().FreedSize);
    });

    [Fact]
    public void Backup_that_is_deleted_and_collected_while_it_is_exported_is_exported_whole() => OnDisk(7, (machine, archive) =>
    {
        Put(machine.Disk, 1, 6);
        archive.Backup("/source", "full-1");
        Put(machine.Disk, 2, 5);
        archive.Backup("/source", "full-2");
        archive.Delete("full-1");
        machine.Disk.PutDirectory("/usb");
        archive.Run(create: false, repository =>
        {
            using var usb = new LocalObjectStore(machine.Machine.Files.OpenDirectory(FilePath.From("/usb")), machine.Machine.Entropy);
            using var upload = new UploadStream(usb.BeginUpload(ObjectKey.From("e")));
            var hasRun = false;
            using var output = new InterruptedStream(upload, () =>
            {
                if (!hasRun)
                {
                    hasRun = true;
                    var other = new CollectedArchive(machine.Machine);
                    other.Delete("full-2");
                    other.Collect();
                    Assert.Equal(0, other.Collect().DeletedSegmentCount);
                }
            });
            var options = new ExportOptions { Name = "full-2", Host = CollectedArchive.Host, Program = "test" };
            new ExportPipeline(repository, options, new RunProgress()).Run(output);
            upload.Complete();
            Assert.True(hasRun);
        });
        using var directory = machine.Machine.Files.OpenDirectory(FilePath.From("/usb"));
        using var export = ArchiveRepository.Open(machine.Machine, ExportStore.Open(directory.OpenFile(FileName.From("e"))));
        new RestorePipeline(
            export, new RestoreOptions { Name = "full-2", Target = FilePath.From("/restored"), WorkerCount = 2 }, new RunProgress()).Run();
        Assert.Equal(machine.Disk.Snapshot("/source"), machine.Disk.Snapshot("/restored"));
        archive.Collect();
        Assert.Empty(archive.Leftovers());
    });

    [Fact]
    public void Segment_that_is_mostly_needed_stays_as_it_is() => OnDisk(2, (machine, archive) =>
    {
        Put(machine.Disk, 1, 6);
        archive.Backup("/source", "full-1");
        Put(machine.Disk, 2, 1);
        archive.Backup("/source", "full-2");
        archive.Delete("full-1");
        archive.Run(create: false, repository => Assert.Equal(2, repository.State.FindBackup("full-2")!.Segments.Count(number =>
            repository.State.FindSegment(number)!.SegmentKind == SegmentKind.Data)));
        archive.Collect();
        archive.Run(create: false, repository => Assert.Equal(2, repository.State.FindBackup("full-2")!.Segments.Count(number =>
            repository.State.FindSegment(number)!.SegmentKind == SegmentKind.Data)));
        CheckRestores(machine, archive, "full-2");
    });

    [Fact]
    public void Killed_backup_is_adopted_by_the_next_which_stores_nothing_again() => OnDisk(3, (machine, archive) =>
    {
        Put(machine.Disk, 1, 6);
        archive.Backup("/other", "first");

        // Killed at its second commit: all segments are sealed.
        var commits = 0;
        var killed = new CollectedArchive(machine.Machine) { CallCountMax = 1_000_000, IsDeadly = _ => ++commits == 2 };
        Assert.ThrowsAny<RepositoryException>(() => killed.Backup("/source", "full-1"));
        archive.Run(create: false, repository => Assert.Single(repository.State.OpenSessions));
        var before = SegmentFiles(machine.Disk);
        archive.Backup("/source", "full-2");
        archive.Run(create: false, repository => Assert.Empty(repository.State.OpenSessions));
        var added = SegmentFiles(machine.Disk).Except(before).ToList();

        // The root of the backup holds its own times; everything else was there.
        Assert.All(added, segment => Assert.True(segment.Content.Length / 2 < FileSize));
        CheckRestores(machine, archive, "full-2");
        archive.Collect();
        archive.Collect();
        Assert.Empty(archive.Leftovers());
        CheckRestores(machine, archive, "full-2");
    });

    [Fact]
    public void Step_of_the_clock_fences_at_most_and_loses_nothing() => OnDisk(4, (machine, archive) =>
    {
        Put(machine.Disk, 1, 6);
        archive.Backup("/source", "full-1");
        var isStarted = false;
        Exception? failure = null;
        var writer = machine.Machine.Scheduler.Start("writer", () =>
        {
            isStarted = true;
            failure = Record.Exception(() => new CollectedArchive(machine.Machine).Backup("/source", "full-2"));
        });
        while (!isStarted)
        {
            machine.Scheduler.Yield();
        }

        for (var i = 0; i < 200; i++)
        {
            machine.Scheduler.Yield();
        }

        machine.Clock.StepWallTime(TimeSpan.FromDays(400));
        archive.Delete("full-1");
        for (var i = 0; i < 5; i++)
        {
            archive.Collect(fenceOlderThan: TimeSpan.FromDays(1));
        }

        writer.Join();
        Assert.True(failure is null or RepositoryException { Error: RepositoryError.Fenced }, $"{failure}");
        if (failure is null)
        {
            CheckRestores(machine, archive, "full-2");
        }

        archive.Backup("/source", "full-3");
        CheckRestores(machine, archive, "full-3");
    });

    [Fact]
    public void Users_own_files_are_never_taken_for_leavings() => OnDisk(5, (machine, archive) =>
    {
        Put(machine.Disk, 1, 2);
        archive.Backup("/source", "full-1");
        string[] own =
        [
            "/archive-root/notes.txt", "/archive-root/.0123456789abcdef.tmp.txt", "/archive-root/a.0123456789abcdef.tmp",
            "/archive-root/archive/segments/.0123456789abcdeg.tmp", "/archive-root/archive/segments/00/.0123456789abcdef.tmpx",
            "/archive-root/archive/segments/00/mine", "/archive-root/archive/index/mine",
        ];
        foreach (var path in own)
        {
            machine.Disk.PutFile(path, new byte[BackupFile.Size]);
        }

        const string Unfinished = "/archive-root/archive/segments/00/.0123456789abcdef.tmp";
        machine.Disk.PutFile(Unfinished, "left"u8);
        archive.Collect();
        Assert.All(own, path => Assert.True(machine.Disk.Contains(path), path));
        Assert.False(machine.Disk.Contains(Unfinished));
    });

    [Fact]
    public void Commit_over_a_segment_that_was_deleted_is_refused() => OnDisk(6, (_, archive) => archive.Run(create: true, repository =>
    {
        var error = Assert.Throws<RepositoryException>(() => repository.Log.Commit(default, state =>
        [
            new BackupSegmentsRecord(new BackupId(new Id128(1, 1)), SegmentRuns.From([SegmentNumber.First])),
        ]));
        Assert.True(error.IsDamage);
    }));

    internal static void Put(SimulatedDisk disk, ulong seed, int changedCount)
    {
        var random = new SeededRandom(seed * 1000);
        for (var i = 0; i < 6; i++)
        {
            if (i < changedCount)
            {
                var bytes = new byte[FileSize];
                random.Fill(bytes);
                disk.PutFile($"/source/file-{i}", bytes);
            }
        }

        disk.PutFile("/other/a", "small"u8);
    }

    private static void OnDisk(ulong seed, Action<SimulatedMachine, CollectedArchive> test) => SimulatedMachine.Run(
        seed, new SimulatedDisk(seed), machine => test(machine, new CollectedArchive(machine.Machine)));

    private static void CheckRestores(SimulatedMachine machine, CollectedArchive archive, string name)
    {
        var target = $"/restored-{name}-{machine.Disk.OperationCount}";
        Assert.Empty(archive.Verify(name).Damages);
        archive.Restore(name, target);
        Assert.Equal(machine.Disk.Snapshot("/source"), machine.Disk.Snapshot(target));
    }

    private static HashSet<SnapshotEntry> SegmentFiles(SimulatedDisk disk) =>
        [.. disk.Snapshot("/archive-root/archive/segments").Where(entry => entry.Content.Length > 0)];

    /// <summary>Writes to another stream, and does something before.</summary>
    private sealed class InterruptedStream(Stream below, Action interrupt) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            interrupt();
            below.Write(buffer);
        }

        public override void Flush() => below.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

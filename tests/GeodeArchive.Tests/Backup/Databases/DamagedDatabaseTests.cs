using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;
using GeodeArchive.Simulation;
using GeodeArchive.Store;
using GeodeArchive.Tests.Store;

namespace GeodeArchive.Tests.Backup.Databases;

/// <summary>Damage of what is backed up ends a backup and is named; damage of what is in the archive is made good by the next backup.</summary>
public sealed class DamagedDatabaseTests
{
    private const string GraphPath = StoreBench.Folder + "/graphs/00000001";

    [Fact]
    public void Every_damaged_page_that_is_used_ends_a_full_and_is_named() => Run((machine, store, archive) =>
    {
        var pages = PagesOf(store);
        Assert.InRange(pages.Count, 20, 400);
        foreach (var page in pages.Where((_, index) => index % 7 == 0).Append(0))
        {
            var place = (page * StoreLimits.PageSize) + machine.Random.Next(StoreLimits.PageSize);
            machine.Disk.FlipBits(GraphPath, place, 0x20);
            var failure = Assert.Throws<StoreException>(() => archive.Backup(store, "full-1"));
            Assert.Equal(StoreError.Damaged, failure.Error);
            Assert.Equal("graphs/00000001", failure.DamagedFile);
            Assert.Equal(page, failure.DamagedPage?.Value);
            machine.Disk.FlipBits(GraphPath, place, 0x20);
            Assert.Empty(archive.Backups());
        }

        archive.Backup(store, "full-1");
        archive.AssertRestores("full-1", CheckpointPicture.Of(store));
    });

    [Fact]
    public void A_damaged_page_that_changed_ends_an_incremental() => Run((machine, store, archive) =>
    {
        archive.Backup(store, "full-1");
        var before = PagesOf(store);
        StoreBackupTests.Fill(store.Graph(new GraphId(1)), machine.Random, 50);
        StoreBackupTests.Checkpoint(store, 9);
        foreach (var page in PagesOf(store).Except(before))
        {
            var place = (page * StoreLimits.PageSize) + machine.Random.Next(StoreLimits.PageSize);
            machine.Disk.FlipBits(GraphPath, place, 0x20);
            var failure = Assert.Throws<StoreException>(() => archive.Backup(store, "incr-1", BackupType.Incremental));
            Assert.Equal(page, failure.DamagedPage?.Value);
            machine.Disk.FlipBits(GraphPath, place, 0x20);
        }

        Assert.Equal(["full-1"], archive.Backups());
    });

    [Fact]
    public void What_the_checkpoint_does_not_use_may_be_anything() => Run((machine, store, archive) =>
    {
        var used = PagesOf(store).ToHashSet();
        var free = Enumerable.Range(1, 60).First(page => !used.Contains(page));
        machine.Disk.FlipBits(GraphPath, free * StoreLimits.PageSize, 0xff);
        archive.Backup(store, "full-1");
        archive.AssertRestores("full-1", CheckpointPicture.Of(store));
    });

    [Fact]
    public void Each_segment_that_is_lost_or_damaged_is_made_good_by_the_next_incremental() => Run((machine, store, archive) =>
    {
        archive.Backup(store, "full-1");
        StoreBackupTests.Fill(store.Graph(new GraphId(1)), machine.Random, 100);
        StoreBackupTests.Checkpoint(store, 9);
        archive.Backup(store, "incr-1", BackupType.Incremental);
        var segments = machine.Disk.Snapshot("/archive-root")
            .Where(entry => entry.Kind == FileKind.Regular && entry.Path.StartsWith(RepositoryNames.SegmentPrefix, StringComparison.Ordinal))
            .Select(entry => "/archive-root/" + entry.Path)
            .ToList();
        Assert.Equal(4, segments.Count);
        var noted = 0;
        for (var index = 0; index < segments.Count; index++)
        {
            var content = machine.Disk.ReadFile(segments[index]);
            Replace(machine, segments[index], index % 2 == 0 ? null : content[..^1]);
            StoreBackupTests.Fill(store.Graph(new GraphId(1)), machine.Random, 20);
            StoreBackupTests.Checkpoint(store, (ulong)(10 + index));
            var name = $"incr-{2 + index}";
            var result = archive.Backup(store, name, BackupType.Incremental);
            noted += result.Notes.Count > 0 ? 1 : 0;
            archive.AssertRestores(name, CheckpointPicture.Of(store));
        }

        // Not what only the full needed.
        Assert.InRange(noted, 2, segments.Count);
    });

    private static void Run(Action<SimulatedMachine, TreeStore, DatabaseArchive> body) => StoreBackupTests.Run((machine, store, archive) =>
    {
        var tree = store.CreateGraph();
        StoreBackupTests.Fill(tree, machine.Random, 900);
        StoreBackupTests.Checkpoint(store, 1);
        StoreBackupTests.Fill(tree, machine.Random, 100);
        StoreBackupTests.Checkpoint(store, 2);
        body(machine, store, archive);
    });

    private static List<long> PagesOf(TreeStore store)
    {
        var pages = new List<long>();
        using var checkpoint = store.OpenLastCheckpoint();
        for (var walk = checkpoint.WalkPages(new GraphId(1), Generation.None); walk.MoveNext();)
        {
            pages.Add(walk.Pointer.Page.Value);
        }

        return pages;
    }

    private static void Replace(SimulatedMachine machine, string path, byte[]? content)
    {
        var slash = path.LastIndexOf('/');
        using var directory = machine.Machine.Files.OpenDirectory(FilePath.From(path[..slash]));
        directory.DeleteFile(FileName.From(path[(slash + 1)..]));
        if (content is not null)
        {
            machine.Disk.PutFile(path, content);
        }
    }
}

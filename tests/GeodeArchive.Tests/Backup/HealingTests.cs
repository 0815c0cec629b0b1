using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Backup;

/// <summary>
/// Damage to what a repository holds does not keep the next backup from being made whole: what cannot be found any more is stored
/// again, and older backups read it from there.
/// </summary>
public sealed class HealingTests
{
    private const string Root = "/archive-root";

    [Theory]
    [InlineData(RepositoryNames.SegmentPrefix)]
    [InlineData(RepositoryNames.IndexPrefix)]
    public void A_full_backup_stores_again_what_damage_hides(string prefix)
    {
        foreach (var (name, damage) in Damages())
        {
            var disk = new SimulatedDisk(1);
            SampleTree.Put(disk, 1);
            SimulatedMachine.Run(1, disk, machine =>
            {
                var program = new ArchiveProgram(machine.Machine);
                program.Backup(SampleTree.Path, "full-1");
                var damaged = Keys(disk).Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
                Assert.NotEmpty(damaged);
                foreach (var key in damaged)
                {
                    Change(machine, disk, key, damage);
                }

                var second = program.Backup(SampleTree.Path, "full-2");
                Assert.True(second.Notes.Count >= damaged.Count, $"{name}: nothing was said of the damage");
                Assert.Equal(0, program.Restore("full-2", "/restored").Problems.Count);
                Assert.Equal(disk.Snapshot(SampleTree.Path), disk.Snapshot("/restored"));
                if (prefix == RepositoryNames.SegmentPrefix)
                {
                    Assert.Empty(program.Verify("full-2").Damages);
                }
            });
        }
    }

    [Fact]
    public void An_old_backup_reads_what_a_later_one_stored_again()
    {
        foreach (var (name, damage) in Damages())
        {
            var disk = new SimulatedDisk(2);
            SampleTree.Put(disk, 2);
            SimulatedMachine.Run(2, disk, machine =>
            {
                var program = new ArchiveProgram(machine.Machine);
                program.Backup(SampleTree.Path, "full-1");
                foreach (var key in Keys(disk).Where(key => key.StartsWith(RepositoryNames.SegmentPrefix, StringComparison.Ordinal)))
                {
                    Change(machine, disk, key, damage);
                }

                Assert.Throws<RepositoryException>(() => program.Restore("full-1", "/lost"));
                program.Backup(SampleTree.Path, "full-2");
                Assert.True(program.Restore("full-1", "/restored").Problems.Count == 0, name);
                Assert.Equal(disk.Snapshot(SampleTree.Path), disk.Snapshot("/restored"));
            });
        }
    }

    [Fact]
    public void A_repository_without_any_manifest_but_with_segments_is_damaged() => SimulatedMachine.Run(3, machine =>
    {
        SampleTree.Put(machine.Disk, 3);
        var program = new ArchiveProgram(machine.Machine);
        program.Backup(SampleTree.Path, "full-1");
        foreach (var key in Keys(machine.Disk).Where(key => key.StartsWith(RepositoryNames.ManifestPrefix, StringComparison.Ordinal)))
        {
            Change(machine, machine.Disk, key, _ => null);
        }

        Assert.Equal(RepositoryError.Damaged, Assert.Throws<RepositoryException>(() => program.Backups()).Error);
        Assert.Equal(RepositoryError.Damaged, Assert.Throws<RepositoryException>(() => program.Backup(SampleTree.Path, "full-2")).Error);
    });

    private static IEnumerable<(string Name, Func<byte[], byte[]?> Change)> Damages() =>
    [
        ("removed", _ => null),
        ("cut", bytes => bytes[..^1]),
        ("empty", _ => []),
        ("header", bytes => Flip(bytes, 20)),
        ("footer", bytes => Flip(bytes, bytes.Length - Trailer.Size - 10)),
        ("trailer", bytes => Flip(bytes, bytes.Length - 1)),
    ];

    private static byte[] Flip(byte[] bytes, int offset)
    {
        bytes[offset] ^= 4;
        return bytes;
    }

    private static IEnumerable<string> Keys(SimulatedDisk disk) =>
        disk.Snapshot(Root).Where(entry => entry.Kind == FileKind.Regular).Select(entry => entry.Path);

    private static void Change(SimulatedMachine machine, SimulatedDisk disk, string key, Func<byte[], byte[]?> change)
    {
        var path = $"{Root}/{key}";
        var changed = change(disk.ReadFile(path));
        var slash = path.LastIndexOf('/');
        using var directory = machine.Machine.Files.OpenDirectory(FilePath.From(path[..slash]));
        directory.DeleteFile(FileName.From(path[(slash + 1)..]));
        if (changed is not null)
        {
            disk.PutFile(path, changed);
        }
    }
}

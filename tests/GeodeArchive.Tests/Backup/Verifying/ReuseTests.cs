using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Time;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;
using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Backup.Verifying;

/// <summary>What a full backup relies on has been read within 30 days, by itself if by nobody else.</summary>
public sealed class ReuseTests
{
    private const string Root = "/archive-root";

    [Theory]
    [InlineData(29, false)]
    [InlineData(31, true)]
    public void Full_backup_finds_a_block_that_decayed_and_stores_it_again_once_its_segment_is_due(int days, bool isFound) =>
        SimulatedMachine.Run(1, machine =>
        {
            SampleTree.Put(machine.Disk, 1);
            var program = new ArchiveProgram(machine.Machine);
            program.Backup(SampleTree.Path, "full-1");
            Decay(machine);
            machine.Clock.StepWallTime(TimeSpan.FromDays(days));
            var second = program.Backup(SampleTree.Path, "full-2");
            Assert.Equal(isFound, second.Notes.Any(note => note.Contains("stored again", StringComparison.Ordinal)));
            Assert.Equal(isFound, program.Verify("full-2").IsIntact);
            Assert.False(program.Verify("full-1").IsIntact);
            if (isFound)
            {
                program.Restore("full-2", "/restored");
                Assert.Equal(machine.Disk.Snapshot(SampleTree.Path), machine.Disk.Snapshot("/restored"));
            }
        });

    [Fact]
    public void Full_backup_notes_what_it_verified_and_others_do_not() => SimulatedMachine.Run(2, machine =>
    {
        SampleTree.Put(machine.Disk, 2);
        var program = new ArchiveProgram(machine.Machine);
        program.Backup(SampleTree.Path, "full-1");
        var first = VerifiedTimes(machine, "full-1");
        machine.Clock.StepWallTime(TimeSpan.FromDays(31));
        program.Backup(SampleTree.Path, "incr-1", BackupType.Incremental);
        Assert.Equal(first, VerifiedTimes(machine, "full-1"));
        var before = WallTime.Now(machine.Machine.Clock);
        program.Backup(SampleTree.Path, "full-2");
        var reused = VerifiedTimes(machine, "full-1").Where(segment => VerifiedTimes(machine, "full-2").ContainsKey(segment.Key)).ToList();
        Assert.NotEmpty(reused);
        Assert.All(reused, segment => Assert.True(segment.Value >= before));
    });

    private static Dictionary<SegmentNumber, long> VerifiedTimes(SimulatedMachine machine, string backup)
    {
        var directory = machine.Machine.Files.OpenDirectory(FilePath.From(Root));
        using var repository = ArchiveRepository.Open(machine.Machine, new LocalObjectStore(directory, machine.Machine.Entropy));
        return repository.State.FindBackup(backup)!.Segments
            .ToDictionary(number => number, number => repository.State.FindSegment(number)!.Verified);
    }

    /// <summary>Changes a byte in the first block of the largest segment; its table stays as it is.</summary>
    private static void Decay(SimulatedMachine machine)
    {
        var path = machine.Disk.Snapshot(Root)
            .Where(entry => entry.Kind == FileKind.Regular && entry.Path.StartsWith(RepositoryNames.SegmentPrefix, StringComparison.Ordinal))
            .Select(entry => $"{Root}/{entry.Path}")
            .MaxBy(path => machine.Disk.ReadFile(path).Length)!;
        var bytes = machine.Disk.ReadFile(path);
        bytes[FileHeader.Size + BlockHeader.Size + 100] ^= 1;
        using var directory = machine.Machine.Files.OpenDirectory(FilePath.From(path[..path.LastIndexOf('/')]));
        directory.DeleteFile(FileName.From(path[(path.LastIndexOf('/') + 1)..]));
        machine.Disk.PutFile(path, bytes);
    }
}

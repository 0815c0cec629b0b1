using System.Text.Json;
using GeodeArchive.Cli;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Tests.Backup;

namespace GeodeArchive.Tests.Cli;

/// <summary><c>backup export</c>, <c>backup import</c>, and the commands that take an export as input.</summary>
public sealed class ExportCommandTests
{
    private const string File = "/usb/full-1.geode";

    private readonly CommandBench _bench = new();

    public ExportCommandTests()
    {
        _bench.Disk.PutDirectory("/usb");
        _bench.Output("backup create --source /source --output /root/full-1");
    }

    [Fact]
    public void An_export_is_one_file_that_serves_as_the_backup_does()
    {
        var listed = _bench.Output("backup ls /root/full-1 --recursive --json");
        Assert.StartsWith("Exported full-1 to /usb/full-1.geode: ", _bench.Output($"backup export /root/full-1 --output {File}"), StringComparison.Ordinal);
        Assert.Equal(["full-1.geode"], _bench.Disk.Snapshot("/usb").Select(entry => entry.Path));
        var before = _bench.Disk.Snapshot("/usb");
        Assert.StartsWith("full-1.geode: intact; ", _bench.Output($"backup verify --input {File}"), StringComparison.Ordinal);
        Assert.Equal(listed, _bench.Output($"backup ls {File} --recursive --json"));
        Assert.Equal(_bench.Disk.ReadFile("/source/deep/c"), _bench.Run($"backup cat {File} deep/c").Bytes);
        Assert.Contains("\nBackup file: ok\n", _bench.Output($"backup show {File}"), StringComparison.Ordinal);
        Assert.StartsWith("0 added", _bench.Output($"backup diff {File} /root/full-1"), StringComparison.Ordinal);
        Assert.StartsWith("0 added", _bench.Output($"backup diff /root/full-1 {File}"), StringComparison.Ordinal);
        _bench.Output($"backup restore --input {File} --data-dir /target");
        Assert.Equal(_bench.Disk.Snapshot("/source"), _bench.Disk.Snapshot("/target"));
        Assert.Equal(before, _bench.Disk.Snapshot("/usb"));
    }

    [Fact]
    public void Standard_output_gets_the_same_as_a_file()
    {
        var run = _bench.Run("backup export /root/full-1 --output -");
        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Empty(run.Output);
        _bench.Disk.PutFile(File, run.Bytes);
        _bench.Output($"backup restore --input {File} --data-dir /target");
        Assert.Equal(_bench.Disk.Snapshot("/source"), _bench.Disk.Snapshot("/target"));
        Assert.Equal(ExitCodes.Usage, _bench.Run("backup export /root/full-1 --output - --json").ExitCode);
    }

    [Fact]
    public void Nothing_is_overwritten_and_nothing_half_made_is_left()
    {
        _bench.Disk.PutFile(File, "mine"u8);
        var run = _bench.Run($"backup export /root/full-1 --output {File}");
        Assert.Equal(ExitCodes.Exists, run.ExitCode);
        Assert.Equal("mine"u8.ToArray(), _bench.Disk.ReadFile(File));
        _bench.Disk.AddFault(SimulatedFault.FullDisk(2));
        Assert.Equal(ExitCodes.Failed, _bench.Run("backup export /root/full-1 --output /usb/other").ExitCode);
        Assert.Equal(["full-1.geode"], _bench.Disk.Snapshot("/usb").Select(entry => entry.Path));
    }

    [Fact]
    public void Only_what_the_backup_needs_is_exported()
    {
        SimulatedMachine.Run(99, _bench.Disk, simulated =>
        {
            using var source = simulated.Machine.Files.OpenDirectory(FilePath.From("/source"));
            source.DeleteFile(FileName.From("large"));
            source.DeleteFile(FileName.From("large.copy"));
        });
        _bench.Output("backup create --source /source --output /root/full-2");
        var document = JsonDocument.Parse(_bench.Output("backup export /root/full-2 --output /usb/full-2 --json")).RootElement;
        Assert.NotEqual(0, document.GetProperty("packed_segment_count").GetInt32());
        Assert.InRange(document.GetProperty("size").GetInt64(), 75_000, 150_000);
        Assert.Equal(_bench.Disk.ReadFile("/usb/full-2").Length, document.GetProperty("size").GetInt64());
        _bench.Output("backup verify --input /usb/full-2");
        _bench.Output("backup restore --input /usb/full-2 --data-dir /target");
        Assert.Equal(_bench.Disk.Snapshot("/source"), _bench.Disk.Snapshot("/target"));
    }

    [Fact]
    public void Import_keeps_id_and_times_and_stores_nothing_twice()
    {
        _bench.Output($"backup export /root/full-1 --output {File}");
        Assert.StartsWith("Imported full-1: ", _bench.Output($"backup import {File} --output /other/full-1"), StringComparison.Ordinal);
        _bench.Output("backup verify --input /other/full-1");
        _bench.Output("backup restore --input /other/full-1 --data-dir /target");
        Assert.Equal(_bench.Disk.Snapshot("/source"), _bench.Disk.Snapshot("/target"));
        var (made, taken) = (Shown("/root/full-1"), Shown("/other/full-1"));
        foreach (var member in new[] { "name", "backup_id", "type", "started", "finished", "file_count", "logical_size" })
        {
            Assert.Equal(made.GetProperty(member).ToString(), taken.GetProperty(member).ToString());
        }

        SampleTree.Change(_bench.Disk, seed: 7);
        _bench.Output("backup create --source /source --output /root/incr-1 --type incremental");
        _bench.Output("backup export /root/incr-1 --output /usb/incr-1");
        var document = JsonDocument.Parse(_bench.Output("backup import /usb/incr-1 --output /other/renamed --json")).RootElement;
        Assert.InRange(document.GetProperty("new_size").GetInt64(), 100_000, 120_000);
        Assert.Equal("full-1", document.GetProperty("backup").GetProperty("parent").GetString());
        _bench.Output("backup restore --input /other/renamed --data-dir /target2");
        Assert.Equal(_bench.Disk.Snapshot("/source"), _bench.Disk.Snapshot("/target2"));
    }

    [Theory]
    [InlineData("backup import /usb/full-1.geode --output /root/again", ExitCodes.Exists, "/root has this backup already, as full-1")]
    [InlineData("backup import /usb/full-1.geode --output /root/full-1", ExitCodes.Exists, "/root has this backup already, as full-1")]
    [InlineData("backup import /root/full-1 --output /other/full-1", ExitCodes.Usage, "full-1 is not an export")]
    [InlineData("backup import /usb/none --output /other/full-1", ExitCodes.NotFound, "/usb is not an archive root")]
    [InlineData("backup export /root/none --output /usb/none", ExitCodes.NotFound, "there is no backup named none")]
    [InlineData("backup export /root/full-1 --output /none/full-1", ExitCodes.NotFound, "cannot open /none")]
    public void What_cannot_be_is_refused(string commandLine, int exitCode, string message)
    {
        _bench.Output($"backup export /root/full-1 --output {File}");
        var before = _bench.Everything();
        var run = _bench.Run(commandLine);
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"geode-archive: {message}", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, _bench.Everything());
    }

    [Fact]
    public void A_name_that_is_taken_is_refused()
    {
        _bench.Output($"backup export /root/full-1 --output {File}");
        _bench.Output("backup create --source /source --output /other/full-1");
        Assert.Equal(ExitCodes.Exists, _bench.Run($"backup import {File} --output /other/full-1").ExitCode);
        _bench.Output($"backup import {File} --output /other/full-2");
    }

    [Fact]
    public void Every_flipped_bit_is_found_and_told_with_the_file_and_the_place()
    {
        _bench.Output($"backup export /root/full-1 --output {File}");
        var size = _bench.Disk.ReadFile(File).Length;
        var places = Enumerable.Range(0, 60).Select(i => i * (long)size / 60)
            .Concat([8, 64, 4095, 4096, 4097, size - 1, size - 100, size - 129, size - 300]);
        foreach (var place in places)
        {
            _bench.Disk.FlipBits(File, place, mask: 0x10);
            var run = _bench.Run($"backup verify --input {File}");
            _bench.Disk.FlipBits(File, place, mask: 0x10);
            if (place < 8)
            {
                // Without the magic it is no export, but a file beside no archive.
                Assert.Equal(ExitCodes.NotFound, run.ExitCode);
                continue;
            }

            Assert.True(run.ExitCode is ExitCodes.Damaged or ExitCodes.Failed, $"{place}: {run.ExitCode} {run.Output} {run.Error}");
            Assert.StartsWith($"{File}: ", run.Output + run.Error, StringComparison.Ordinal);
            Assert.Contains(" at offset ", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_export_that_was_cut_is_refused()
    {
        _bench.Output($"backup export /root/full-1 --output {File}");
        var whole = _bench.Disk.ReadFile(File);
        foreach (var length in new[] { 9, 4095, 4096, 4200, whole.Length / 2, whole.Length - 1 })
        {
            _bench.Disk.PutFile("/usb/cut", whole.AsSpan(0, length));
            var run = _bench.Run("backup restore --input /usb/cut --data-dir /target");
            Assert.Equal(ExitCodes.Damaged, run.ExitCode);
            Assert.StartsWith("geode-archive: /usb/cut: ", run.Error, StringComparison.Ordinal);
            Assert.False(_bench.Disk.Contains("/target"));
        }
    }

    [Fact]
    public void Import_of_a_damaged_export_leaves_no_backup()
    {
        _bench.Output($"backup export /root/full-1 --output {File}");
        _bench.Disk.FlipBits(File, 4096 + 4096 + 4096 + 200_000, mask: 1);
        var run = _bench.Run($"backup import {File} --output /other/full-1");
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.StartsWith($"geode-archive: {File}: ", run.Error, StringComparison.Ordinal);
        Assert.Equal("No backups in /other\n", _bench.Output("backup list /other"));
    }

    [Fact]
    public void Damage_of_the_archive_ends_an_export()
    {
        var largest = _bench.Disk.Snapshot("/root/archive/segments").MaxBy(entry => entry.Content.Length)!;
        _bench.Disk.FlipBits("/root/archive/segments/" + largest.Path, offset: 4096 + 200_000, mask: 1);
        Assert.Equal(ExitCodes.Damaged, _bench.Run($"backup export /root/full-1 --output {File}").ExitCode);
        Assert.Empty(_bench.Disk.Snapshot("/usb"));
    }

    private JsonElement Shown(string place) => JsonDocument.Parse(_bench.Output($"backup show {place} --json")).RootElement.GetProperty("backup");
}

using GeodeArchive.Cli;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Exporting;
using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Cli;

/// <summary>Exports whose sums are right and whose content is not: nothing of them is believed.</summary>
public sealed class HostileExportTests
{
    private const string File = "/usb/e";

    private readonly CommandBench _bench = new();
    private readonly List<(string Key, byte[] Content)> _objects = [];
    private readonly FileHeader _header;

    public HostileExportTests()
    {
        _bench.Disk.PutDirectory("/usb");
        _bench.Output("backup create --source /source --output /root/full-1");
        _bench.Output($"backup export /root/full-1 --output {File}");
        var file = _bench.Disk.ReadFile(File);
        _header = FileHeader.Decode(file);
        SimulatedMachine.Run(99, _bench.Disk, simulated =>
        {
            using var directory = simulated.Machine.Files.OpenDirectory(FilePath.From("/usb"));
            using var store = ExportStore.Open(directory.OpenFile(FileName.From("e")));
            foreach (var entry in store.List(string.Empty))
            {
                var content = new byte[entry.Size];
                store.GetRange(entry.Key, 0, content);
                _objects.Add((entry.Key.Text, content));
            }
        });
    }

    [Fact]
    public void What_it_is_made_of_makes_it_again()
    {
        Write(_objects);
        Assert.Equal(ExitCodes.Done, _bench.Run($"backup verify --input {File}").ExitCode);
        Assert.Equal(6, _objects.Count);
    }

    [Fact]
    public void An_object_that_is_left_out_is_missed()
    {
        foreach (var left in _objects)
        {
            Write(_objects.Where(each => each.Key != left.Key));
            var run = _bench.Run($"backup verify --input {File}");
            Assert.True(run.ExitCode == (left.Key == "full-1" ? ExitCodes.Done : ExitCodes.Damaged), $"{left.Key}: {run.ExitCode} {run.Output}");
            Assert.NotEqual(ExitCodes.Usage, _bench.Run($"backup import {File} --output /other/{left.Key.Length}").ExitCode);
        }
    }

    [Fact]
    public void An_object_in_the_place_of_another_is_damage()
    {
        foreach (var (key, _) in _objects)
        {
            foreach (var (otherKey, other) in _objects.Where(each => each.Key != key))
            {
                Write(_objects.Select(each => each.Key == key ? (key, other) : each));
                var run = _bench.Run($"backup verify --input {File}");
                Assert.True(run.ExitCode == ExitCodes.Damaged, $"{otherKey} as {key}: {run.ExitCode} {run.Output} {run.Error}");
                Assert.StartsWith(File + ": ", run.Output, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("backup verify --input /usb/e", ExitCodes.Damaged)]
    [InlineData("backup ls /usb/e", ExitCodes.Damaged)]
    [InlineData("backup restore --input /usb/e --data-dir /target", ExitCodes.Damaged)]
    [InlineData("backup import /usb/e --output /other/e", ExitCodes.Damaged)]
    public void A_repository_without_a_backup_is_no_export(string commandLine, int exitCode)
    {
        Write(_objects.Where(each => each.Key == "archive/repository"));
        var run = _bench.Run(commandLine);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains("/usb/e: bad-reference at offset 0: it holds 0 backups", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Anything_else_in_the_form_of_an_export_is_no_archive()
    {
        Write([("x", [1])]);
        Assert.Equal(ExitCodes.NotFound, _bench.Run($"backup ls {File}").ExitCode);
    }

    private void Write(IEnumerable<(string Key, byte[] Content)> objects)
    {
        var output = new MemoryStream();
        var export = new ExportWriter(output, _header);
        foreach (var (key, content) in objects)
        {
            export.PutIfAbsent(ObjectKey.From(key), content);
        }

        export.Finish();
        _bench.Disk.PutFile(File, output.ToArray());
    }
}

using GeodeArchive.Cli;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;
using GeodeArchive.Simulation;
using GeodeArchive.Tests.Cli;

namespace GeodeArchive.Tests.Backup.Repairing;

/// <summary>What <c>repository repair</c> makes of a damaged archive.</summary>
public sealed class RepairTests
{
    private const string Root = "/root";

    [Theory]
    [InlineData("footer", false)]
    [InlineData("trailer", false)]
    [InlineData("cut", false)]
    [InlineData("header", false)]
    [InlineData("header", true)]
    [InlineData("footer", true)]
    [InlineData("trailer", true)]
    [InlineData("cut", true)]
    public void Segments_whose_blocks_are_intact_are_written_again(string damage, bool isEncrypted)
    {
        var (bench, key) = Archive(isEncrypted);
        var segments = Files(bench, RepositoryNames.SegmentPrefix);
        foreach (var path in segments)
        {
            Change(bench, path, bytes => Damage(damage, bytes));
        }

        Assert.Equal(ExitCodes.Damaged, bench.Run($"backup verify --input {Root}/full-1{key}").ExitCode);
        var before = bench.Everything();
        var foreseen = bench.Output($"repository repair {Root} --dry-run{key}");
        Assert.Equal(segments.Count, Count(foreseen, "would be done: archive/segments/"));
        Assert.Equal(before, bench.Everything());
        var done = bench.Output($"repository repair {Root}{key}");
        Assert.Equal(segments.Count, Count(done, "stored again in another segment"));
        bench.Output($"backup verify --input {Root}/full-1{key}");
        bench.Output($"backup restore --input {Root}/full-1 --data-dir /restored{key}");
        Assert.Equal(bench.Disk.Snapshot("/source"), bench.Disk.Snapshot("/restored"));
        bench.Output($"repository collect {Root}{key}");
        bench.Output($"repository check {Root} --read-data{key}");
        Assert.Empty(Files(bench, RepositoryNames.SegmentPrefix).Intersect(segments));
    }

    [Fact]
    public void What_is_in_damaged_blocks_is_said_to_be_lost_and_the_rest_is_saved()
    {
        var (bench, key) = Archive(isEncrypted: false, size: 3_000_000);
        var largest = Files(bench, RepositoryNames.SegmentPrefix).MaxBy(path => bench.Disk.ReadFile(path).Length)!;
        Change(bench, largest, bytes => Damage("trailer", Damage("block", bytes)));
        var run = bench.Run($"repository repair {Root}{key}");
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains("LOST: archive/segments/", run.Output, StringComparison.Ordinal);
        Assert.Contains("needed by full-1", run.Output, StringComparison.Ordinal);
        Assert.Contains("stored again in another segment", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Damaged, bench.Run($"backup verify --input {Root}/full-1").ExitCode);
        bench.Output($"backup create --source /source --output {Root}/full-2");
        bench.Output($"backup restore --input {Root}/full-2 --data-dir /restored");
        Assert.Equal(bench.Disk.Snapshot("/source"), bench.Disk.Snapshot("/restored"));
    }

    [Fact]
    public void Segment_whose_key_is_lost_stays_as_it_is()
    {
        var (bench, key) = Archive(isEncrypted: true);
        var largest = Files(bench, RepositoryNames.SegmentPrefix).MaxBy(path => bench.Disk.ReadFile(path).Length)!;
        Change(bench, largest, bytes => Damage("key", bytes));
        var before = Files(bench, RepositoryNames.SegmentPrefix);
        Assert.Equal(ExitCodes.Damaged, bench.Run($"repository repair {Root}{key}").ExitCode);
        Assert.Equal(before, Files(bench, RepositoryNames.SegmentPrefix));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Dry_run_at_damaged_newest_manifests_says_what_a_repair_does(int count)
    {
        var (bench, key) = Archive(isEncrypted: false);
        bench.Output($"backup create --source /source --output {Root}/full-2");
        foreach (var path in Files(bench, RepositoryNames.ManifestPrefix).Order(StringComparer.Ordinal).TakeLast(count))
        {
            Change(bench, path, bytes => Damage("trailer", bytes));
        }

        var list = bench.Run($"backup list {Root}");
        Assert.Equal(ExitCodes.Damaged, list.ExitCode);
        Assert.Contains("repository repair ROOT --dry-run", list.Error, StringComparison.Ordinal);
        var before = bench.Everything();
        var foreseen = bench.Output($"repository repair {Root} --dry-run");
        Assert.Equal(count, Count(foreseen, "would be put aside as archive/damaged/"));
        Assert.Equal(before, bench.Everything());
        Assert.Equal(count, Count(bench.Output($"repository repair {Root}"), "was put aside as archive/damaged/"));
        bench.Output($"backup verify --input {Root}/full-1");
    }

    [Fact]
    public void Repair_that_was_interrupted_while_a_manifest_was_put_aside_goes_on()
    {
        var (bench, _) = Archive(isEncrypted: false);
        bench.Output($"backup create --source /source --output {Root}/full-2");
        var newest = Files(bench, RepositoryNames.ManifestPrefix).Order(StringComparer.Ordinal).Last();
        Change(bench, newest, bytes => Damage("trailer", bytes));
        bench.Disk.PutFile(newest.Replace("/manifest/", "/damaged/", StringComparison.Ordinal), bench.Disk.ReadFile(newest));
        Assert.Equal(1, Count(bench.Output($"repository repair {Root}"), "was put aside as archive/damaged/"));
        bench.Output($"backup verify --input {Root}/full-1");
    }

    [Fact]
    public void A_damaged_manifest_is_not_put_aside_over_another()
    {
        var (bench, _) = Archive(isEncrypted: false);
        var newest = Files(bench, RepositoryNames.ManifestPrefix).Order(StringComparer.Ordinal).Last();
        Change(bench, newest, bytes => Damage("trailer", bytes));
        bench.Disk.PutFile(newest.Replace("/manifest/", "/damaged/", StringComparison.Ordinal), "another"u8);
        var before = bench.Disk.ReadFile(newest);
        var repair = bench.Run($"repository repair {Root}");
        Assert.NotEqual(ExitCodes.Done, repair.ExitCode);
        Assert.Contains("move that file elsewhere", repair.Error, StringComparison.Ordinal);
        Assert.Equal(before, bench.Disk.ReadFile(newest));
        Assert.Equal("another"u8, bench.Disk.ReadFile(newest.Replace("/manifest/", "/damaged/", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_damaged_manifest_below_an_intact_one_is_not_put_aside()
    {
        var (bench, _) = Archive(isEncrypted: false);
        bench.Output($"backup create --source /source --output {Root}/full-2");
        var below = Files(bench, RepositoryNames.ManifestPrefix).Order(StringComparer.Ordinal).TakeLast(2).First();
        Change(bench, below, bytes => Damage("trailer", bytes));
        var before = bench.Everything();
        Assert.Equal(ExitCodes.Damaged, bench.Run($"repository repair {Root}").ExitCode);
        Assert.Equal(before, bench.Everything());
    }

    private static (CommandBench Bench, string Key) Archive(bool isEncrypted, int size = 0)
    {
        var bench = new CommandBench();
        bench.Disk.PutFile("/source/many-blocks", [.. Enumerable.Range(0, size).Select(i => (byte)((uint)i * 2654435761u >> 24))]);
        bench.Disk.PutFile("/key", "thirty-two bytes of a key file.."u8);
        var key = isEncrypted ? " --encryption-key-file /key" : string.Empty;
        bench.Output($"backup create --source /source --output {Root}/full-1{key}{(isEncrypted ? " --encrypt" : string.Empty)}");
        return (bench, key);
    }

    private static byte[] Damage(string place, byte[] bytes)
    {
        var offset = place switch
        {
            "header" => 20,
            "key" => FileHeaderLayout.WrappedKeyOffset,
            "block" => FileHeader.Size + BlockHeader.Size + 10,
            "footer" => bytes.Length - Trailer.Size - 10,
            _ => bytes.Length - 1,
        };
        bytes[offset] ^= 4;
        return place == "cut" ? bytes[..^(Trailer.Size + 20)] : bytes;
    }

    private static void Change(CommandBench bench, string path, Func<byte[], byte[]> change)
    {
        var changed = change(bench.Disk.ReadFile(path));
        SimulatedMachine.Run(7, bench.Disk, machine =>
        {
            using var directory = machine.Machine.Files.OpenDirectory(FilePath.From(path[..path.LastIndexOf('/')]));
            directory.DeleteFile(FileName.From(path[(path.LastIndexOf('/') + 1)..]));
        });
        bench.Disk.PutFile(path, changed);
    }

    private static List<string> Files(CommandBench bench, string prefix) => [.. bench.Disk.Snapshot(Root)
        .Where(entry => entry.Kind == FileKind.Regular && entry.Path.StartsWith(prefix, StringComparison.Ordinal))
        .Select(entry => $"{Root}/{entry.Path}")];

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}

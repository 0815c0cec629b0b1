using System.Text.Json.Nodes;
using GeodeArchive.Cli;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Recovery;
using GeodeArchive.Recovery.Archiving;
using GeodeArchive.Simulation;
using GeodeArchive.Store;
using GeodeArchive.Tests.Database;
using GeodeArchive.Tests.Recovery;

namespace GeodeArchive.Tests.Cli;

/// <summary><c>wal seek</c>, and <c>backup restore</c> of a database.</summary>
public sealed class PointInTimeCommandTests
{
    private const string Restore = "backup restore --input /root/full-1 --data-dir /restored";

    [Fact]
    public void A_database_is_restored_to_a_target_and_proven()
    {
        var bench = Bench(out var third);
        var output = bench.Output($"{Restore} --wal-archive {RecoverableHistory.WalArchive} --target-xid {third.Xid}");
        Assert.Contains($"target: transaction {third.Xid} of ", output, StringComparison.Ordinal);
        Assert.Contains("replayed 2 transactions, ", output, StringComparison.Ordinal);
        Assert.Contains($"\nstate proven at LSN {third.Lsn}: ", output, StringComparison.Ordinal);
        Assert.Equal(third.Xid, XidOf(bench, "/restored"));
    }

    [Theory]
    [InlineData("--target-name here", 4)]
    [InlineData("--target-name here --target-exclusive", 3)]
    [InlineData("--target-latest", 6)]
    [InlineData("", 6)]
    [InlineData("--target-immediate", 1)]
    public void Each_target_is_a_state(string target, ulong xid)
    {
        var bench = Bench(out _);
        var document = JsonNode.Parse(bench.Output($"{Restore} --wal-archive {RecoverableHistory.WalArchive} {target} --json"))!["database"]!;
        Assert.True(document["proven"]!.GetValue<bool>());
        Assert.Equal(xid, document["xid"]!.GetValue<ulong>());
        Assert.Equal(new Xid(xid), XidOf(bench, "/restored"));
        var sought = target.Contains("immediate", StringComparison.Ordinal) || target.Length == 0
            ? document
            : JsonNode.Parse(bench.Output($"wal seek --wal-archive {RecoverableHistory.WalArchive} {target} --json"))!;
        Assert.Equal(document["lsn"]!.GetValue<string>(), sought["lsn"]!.GetValue<string>());
    }

    [Fact]
    public void Without_a_wal_archive_it_is_the_state_of_the_backup()
    {
        var bench = Bench(out _);
        Assert.Contains(", not proven: ", bench.Output($"{Restore} --proof running"), StringComparison.Ordinal);
        Assert.Equal(new Xid(1), XidOf(bench, "/restored"));
    }

    [Theory]
    [InlineData("--target-xid 900", ExitCodes.Unreachable, "XID 900 is ")]
    [InlineData("--target-time 2100-01-01T00:00:00Z", ExitCodes.Unreachable, "the time 2100-01-01 00:00:00.0000000Z is after what the archive covers")]
    [InlineData("--target-time 1999-01-01T00:00:00Z", ExitCodes.Unreachable, "is before the base")]
    [InlineData("--target-lsn FFFFFFFF/0", ExitCodes.Unreachable, "is after what the archive covers; the nearest before it is LSN 0/")]
    [InlineData("--target-name nowhere", ExitCodes.Unreachable, "'nowhere'")]
    [InlineData("--target-xid 3 --target-latest", ExitCodes.Usage, "more than one target")]
    [InlineData("--target-latest --target-exclusive", ExitCodes.Usage, "--target-exclusive goes with")]
    [InlineData("--target-time yesterday", ExitCodes.Usage, "'yesterday' is not a time")]
    [InlineData("--target-lsn 12", ExitCodes.Usage, "'12' is not a place in the log")]
    public void What_cannot_be_is_refused_before_anything_is_written(string target, int exitCode, string words)
    {
        var bench = Bench(out _);
        var before = bench.Everything();
        var run = bench.Run($"{Restore} --wal-archive {RecoverableHistory.WalArchive} {target}");
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.Contains("hint: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, bench.Everything());
    }

    [Fact]
    public void A_target_needs_a_wal_archive_and_a_database()
    {
        var bench = Bench(out _);
        Assert.Equal(ExitCodes.Usage, bench.Run($"{Restore} --target-latest").ExitCode);
        bench.Output("backup create --source /source --output /root/tree-1");
        var tree = $"backup restore --input /root/tree-1 --data-dir /restored --wal-archive {RecoverableHistory.WalArchive}";
        Assert.Equal(ExitCodes.Usage, bench.Run(tree).ExitCode);
        Assert.Equal(ExitCodes.NotFound, bench.Run($"{Restore} --wal-archive /source").ExitCode);
    }

    [Fact]
    public void Seeking_says_place_and_cost()
    {
        var bench = Bench(out var third);
        var output = bench.Output($"wal seek --wal-archive {RecoverableHistory.WalArchive} --target-xid {third.Xid}");
        Assert.StartsWith($"transaction {third.Xid} of ", output, StringComparison.Ordinal);
        Assert.Contains($"ending at LSN {third.Lsn}, on timeline ", output, StringComparison.Ordinal);
        Assert.Contains("\nfound in ", output, StringComparison.Ordinal);
    }

    /// <summary>A backup of a database with one transaction, and a WAL archive with six; the fourth is a recovery point.</summary>
    private static CommandBench Bench(out (Xid Xid, Lsn Lsn) third)
    {
        var bench = new CommandBench();
        var noted = default((Xid Xid, Lsn Lsn));
        bench.Disk.PutDirectory(DatabaseBench.Folder);
        SimulatedMachine.Run(50, bench.Disk, machine =>
        {
            using var database = DatabaseBench.Create(machine);
            DatabaseBench.CreateGraph(database, DatabaseBench.GraphName);
        });
        bench.Output($"backup create --data-dir {DatabaseBench.Folder} --output /root/full-1");
        SimulatedMachine.Run(51, bench.Disk, machine =>
        {
            using var database = DatabaseBench.Open(machine);
            using var store = RecoverableHistory.OpenWalArchive(machine);
            using var archiving = new WalArchivePipeline(
                LogArchive.Create(machine.Machine, store, database.DatabaseId), database.Log, new LogArchiverOptions());
            DatabaseBench.Change(database, graph => graph.CreateNode(DatabaseBench.Node(graph, "L", 2)));
            var commit = DatabaseBench.Change(database, graph => graph.CreateNode(DatabaseBench.Node(graph, "L", 3)));
            noted = (commit.Xid, commit.Lsn);
            database.CreateRecoveryPoint("here");
            DatabaseBench.Change(database, graph => graph.CreateNode(DatabaseBench.Node(graph, "L", 5)));
            DatabaseBench.Change(database, graph => graph.CreateNode(DatabaseBench.Node(graph, "L", 6)));
        });
        third = noted;
        return bench;
    }

    private static Xid XidOf(CommandBench bench, string folder)
    {
        Xid xid = default;
        SimulatedMachine.Run(99, bench.Disk, machine =>
        {
            using var database = GraphDatabase.Open(
                machine.Machine, machine.Machine.Files.OpenDirectory(FilePath.From(folder)), null, DatabaseBench.Options);
            xid = database.AppliedXid;
        });
        return xid;
    }
}

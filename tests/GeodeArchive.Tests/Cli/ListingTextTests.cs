using GeodeArchive.Cli.Commands;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Format;
using GeodeArchive.Io.Time;

namespace GeodeArchive.Tests.Cli;

/// <summary>What people see of backups, to the letter.</summary>
public sealed class ListingTextTests
{
    private const long Mega = 1L << 20;

    private static readonly ListedBackup[] Chain =
    [
        Listed(1, "full-20260125", BackupType.Full, 12_698 * Mega, "2026-01-25"),
        Listed(2, "incr-20260126-0200", BackupType.Incremental, 245_366_784, "2026-01-26"),
        Listed(3, "incr-20260127-0200", BackupType.Incremental, 189 * Mega, "2026-01-27"),
        Listed(4, "incr-20260128-0200", BackupType.Incremental, 312 * Mega, "2026-01-28"),
    ];

    [Fact]
    public void Chain_looks_as_documented() => Assert.Equal(
        """
        Backup Chain for full-20260125:
          1. full-20260125      (12.4 GB, 2026-01-25 02:00:00)
          2. incr-20260126-0200 (234 MB, 2026-01-26 02:00:00)
          3. incr-20260127-0200 (189 MB, 2026-01-27 02:00:00)
          4. incr-20260128-0200 (312 MB, 2026-01-28 02:00:00)

        Total size: 13.1 GB
        Restore point: 2026-01-28 02:00:00

        """,
        Written(output => ChainText.Write(output, new BackupListing(Chain, "full-20260125"))));

    [Fact]
    public void Missing_file_of_a_member_is_said_behind_it()
    {
        var chain = new BackupListing([Chain[0], Chain[1] with { FileState = BackupFileState.Missing }], "full-20260125");
        Assert.Contains(
            "  2. incr-20260126-0200 (234 MB, 2026-01-26 02:00:00) file missing\n",
            Written(output => ChainText.Write(output, chain)), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_a_long_chain_are_aligned()
    {
        var chain = new BackupListing([.. Enumerable.Repeat(Chain[0], 10)], "full-20260125");
        var lines = Written(output => ChainText.Write(output, chain)).Split('\n');
        Assert.StartsWith("   1. full-20260125 (", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("  10. full-20260125 (", lines[10], StringComparison.Ordinal);
    }

    [Fact]
    public void Table_has_a_column_for_each_thing()
    {
        var differential = Chain[2].Backup with { BackupType = BackupType.Differential, IncompleteCount = 1200 };
        ListedBackup[] backups =
            [Chain[0], Chain[1] with { FileState = BackupFileState.Missing }, Chain[2] with { Backup = differential, ParentName = null }];
        Assert.Equal(
            """
            NAME                TYPE             SIZE  TIME (UTC)           PARENT         STATE
            full-20260125       full          12.4 GB  2026-01-25 02:00:00  -              ok
            incr-20260126-0200  incremental    234 MB  2026-01-26 02:00:00  full-20260125  file missing
            incr-20260127-0200  differential   189 MB  2026-01-27 02:00:00  (gone)         1,200 files incomplete

            """,
            Written(output => TableText.Write(output, new BackupListing(backups, null), "/backups")));
    }

    [Fact]
    public void Root_without_backups_says_so() =>
        Assert.Equal("No backups in /backups\n", Written(output => TableText.Write(output, new BackupListing([], null), "/backups")));

    private static string Written(Action<TextWriter> write)
    {
        using var output = new StringWriter { NewLine = "\n" };
        write(output);
        return output.ToString();
    }

    private static ListedBackup Listed(ulong number, string name, BackupType type, long size, string day)
    {
        var time = WallTime.FromDateTime(DateTimeOffset.Parse($"{day}T02:00:00Z"));
        var isFull = type == BackupType.Full;
        var backup = new BackupAddRecord
        {
            BackupId = new BackupId(new Id128(0, number)),
            Name = name,
            BackupType = type,
            SourceKind = SourceKind.DirectoryTree,
            Domain = Domain.Plain,
            ParentId = isFull ? default : new BackupId(new Id128(0, number - 1)),
            ChainId = new BackupId(new Id128(0, 1)),
            SessionId = new SessionId(new Id128(0, number)),
            Started = time,
            Finished = time,
            RootChunk = default,
            FileCount = 1,
            DirectoryCount = 1,
            OtherCount = 0,
            LogicalSize = size,
            ReadSize = size,
            StoredSize = size,
            IncompleteCount = 0,
            Segments = SegmentRuns.Empty,
        };
        return new ListedBackup(backup, isFull ? null : "full-20260125", "full-20260125", BackupFileState.Ok);
    }
}

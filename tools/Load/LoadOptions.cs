using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using GeodeArchive.Format;
using GeodeArchive.Load.Running;
using GeodeArchive.Load.Verifying;
using GeodeArchive.Store;
using GeodeArchive.Wal;

namespace GeodeArchive.Load;

/// <summary>What the command line says.</summary>
public sealed record LoadOptions
{
    /// <summary>What the command line takes.</summary>
    public const string Usage =
        """
        usage: geode-load run    --data-dir D [--create] --seed S --clients N [--transactions M | --seconds T]
                                 [--checkpoint-every N] [--readers N] [--recovery-point NAME]... [--wal-archive W]
                                 [--acknowledged FILE] [DATABASE OPTION]...
               geode-load verify --data-dir D --seed S --clients N --acknowledged FILE
                                 [--at-xid N | --at-lsn LSN | --at-time NANOSECONDS | --at-point NAME] [DATABASE OPTION]...

        run     commits random transactions, M for each client, or for T seconds, or until it is killed, and writes a line for each that was
                acknowledged to FILE (appended) or to standard output. The same seed goes on with the same streams.
                N readers compare snapshots with the streams meanwhile. At the end each NAME becomes a recovery point.
                The log is archived to W meanwhile, all of it before the run ends.
        verify  opens the database, and compares it with the streams up to what FILE says was acknowledged; or, of one that was restored,
                with exactly what FILE says there was at a transaction, at a place, before the first commit after a time, or at a point.

        DATABASE OPTION: --sync-mode fsync|fdatasync|open_datasync|none, --segment-size-mb N, --log-size-mb N, --dirty-size-mb N
        """;

    /// <summary>Whether it runs; else it verifies.</summary>
    public bool IsRun { get; init; }

    /// <summary>The data directory.</summary>
    public string DataDirectory { get; init; } = "";

    /// <summary>Where the log is archived; null for nowhere.</summary>
    public string? WalArchive { get; init; }

    /// <summary>Makes a database where there is none.</summary>
    public bool Creates { get; init; }

    /// <summary>The record; null for standard output.</summary>
    public string? Acknowledged { get; init; }

    /// <summary>Of a restored database: the state that it must have; null for the last.</summary>
    public LoadMoment? At { get; init; }

    /// <summary>What a run does, and of which streams.</summary>
    public LoadSettings Settings { get; init; } = new();

    /// <summary>How the database is run: with so little log and memory that both are used up often.</summary>
    public DatabaseOptions Database { get; init; } = new()
    {
        Log = new LogOptions { SegmentSize = 4 << 20, SizeMax = 64 << 20 },
        Store = new StoreOptions { CacheSizeMax = 8 << 20 },
        DirtySizeMax = 16 << 20,
    };

    /// <summary>Reads a command line.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="options">What it says.</param>
    /// <param name="mistake">What is wrong with it.</param>
    public static bool TryParse(
        IReadOnlyList<string> arguments, [NotNullWhen(true)] out LoadOptions? options, [NotNullWhen(false)] out string? mistake)
    {
        options = null;
        if (arguments.Count == 0 || arguments[0] is not ("run" or "verify"))
        {
            mistake = "the command is run or verify";
            return false;
        }

        var parsed = new LoadOptions { IsRun = arguments[0] == "run" };
        for (var i = 1; i < arguments.Count; i++)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : null;
            if (arguments[i] == "--create" && parsed.IsRun)
            {
                parsed = parsed with { Creates = true };
            }
            else if (value is not null && parsed.With(arguments[i], value) is { } next)
            {
                parsed = next;
                i++;
            }
            else
            {
                mistake = $"'{arguments[i]}' is no option, or misses its value";
                return false;
            }
        }

        mistake = parsed.DataDirectory.Length == 0 ? "--data-dir is missing"
            : !parsed.IsRun && parsed.Acknowledged is null ? "--acknowledged is missing"
            : null;
        options = parsed;
        return mistake is null;
    }

    private LoadOptions? With(string name, string value) => name switch
    {
        "--data-dir" => this with { DataDirectory = value },
        "--acknowledged" => this with { Acknowledged = value },
        "--wal-archive" => this with { WalArchive = value },
        "--recovery-point" => this with { Settings = Settings with { Points = [.. Settings.Points, value] } },
        "--at-point" => this with { At = new LoadMoment { Point = value } },
        "--at-lsn" when Lsn.TryParse(value, out var lsn) => this with { At = new LoadMoment { Lsn = lsn } },
        "--at-xid" when ulong.TryParse(value, CultureInfo.InvariantCulture, out var xid) =>
            this with { At = new LoadMoment { Xid = new Xid(xid) } },
        "--at-time" when long.TryParse(value, CultureInfo.InvariantCulture, out var time) =>
            this with { At = new LoadMoment { Time = time } },
        "--sync-mode" when SyncModeOf(value) is { } mode => WithLog(Database.Log with { SyncMode = mode }),
        _ => double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? With(name, number)
            : null,
    };

    private LoadOptions? With(string name, double number) => name switch
    {
        "--seed" => this with { Settings = Settings with { Seed = (ulong)number } },
        "--clients" when number is >= 1 and <= 1000 => this with { Settings = Settings with { ClientCount = (int)number } },
        "--transactions" => this with { Settings = Settings with { TransactionCount = (long)number } },
        "--seconds" => this with { Settings = Settings with { Duration = TimeSpan.FromSeconds(number) } },
        "--readers" when number <= 1000 => this with { Settings = Settings with { ReaderCount = (int)number } },
        "--checkpoint-every" => this with { Settings = Settings with { CheckpointEvery = (long)number } },
        "--segment-size-mb" => WithLog(Database.Log with { SegmentSize = (long)number << 20 }),
        "--log-size-mb" => WithLog(Database.Log with { SizeMax = (long)number << 20 }),
        "--dirty-size-mb" => this with { Database = Database with { DirtySizeMax = (long)number << 20 } },
        _ => null,
    };

    private LoadOptions WithLog(LogOptions log) => this with { Database = Database with { Log = log } };

    private static SyncMode? SyncModeOf(string name) => name switch
    {
        "fsync" => SyncMode.Fsync,
        "fdatasync" => SyncMode.Fdatasync,
        "open_datasync" => SyncMode.OpenDatasync,
        "none" => SyncMode.None,
        _ => null,
    };
}

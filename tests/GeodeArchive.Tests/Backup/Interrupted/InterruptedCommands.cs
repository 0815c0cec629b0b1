using System.Text.Json;
using GeodeArchive.Cli;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Backup.Interrupted;

/// <summary>The commands that change an archive.</summary>
internal static class InterruptedCommands
{
    private const string Root = InterruptedArchive.Root;
    private const string Old = $"{Root}/old-1 {Root}/old-2";
    private const string Export = "/usb/export";
    private const string NewKey = "--new-key-file " + InterruptedArchive.SecondKey;

    /// <summary>A backup merges the indexes of its domain when it makes the eighth; there are two.</summary>
    private const int MoreIndexesCount = 5;

    public static IReadOnlyList<InterruptedCommand> All { get; } =
    [
        new("backup", archive =>
        {
            archive.Change(2);
            return $"backup create --source {InterruptedArchive.Source} --output {Root}/full-3";
        })
        {
            Creates = "full-3",
            CodeWhenDone = ExitCodes.Exists,
        },
        new("backup that merges indexes", PrepareMerge) { Creates = "full-3", CodeWhenDone = ExitCodes.Exists },
        new("deletion", _ => $"backup delete {Old}") { Deletes = ["old-1", "old-2"], CodeWhenDone = ExitCodes.NotFound },
        new("collection", archive =>
        {
            archive.Done($"backup delete {Old}");
            return $"repository collect {Root}";
        }),
        new("hold", _ => $"backup hold {Root}/full-1 --reason audit"),
        new("release", archive =>
        {
            archive.Done($"backup hold {Root}/full-1");
            return $"backup hold {Root}/full-1 --release";
        })
        {
            CodeWhenDone = ExitCodes.NotFound,
        },
        new("commit of a snapshot", archive =>
        {
            archive.CommitUpTo(new ManifestNumber(255));
            return $"backup hold {Root}/full-1";
        }),
        new("export", _ => $"backup export {Root}/full-2 --output {Export}")
        {
            CodeWhenDone = ExitCodes.Exists,
            CheckDone = archive => archive.Done($"backup verify --input {Export}"),
        },
        new("import", archive =>
        {
            archive.Done($"backup export {Root}/full-2 --output {Export}");
            archive.Done($"backup delete {Root}/full-2");
            return $"backup import {Export} --output {Root}/imported";
        })
        {
            Creates = "imported",
            CodeWhenDone = ExitCodes.Exists,
        },
        new("repair of indexes and of a backup file", PrepareRepair) { Repairs = true },
        new("repair of a manifest", archive =>
        {
            archive.Done($"backup hold {Root}/old-1");
            Damage(archive, archive.Files("archive/manifest").Last());
            return $"repository repair {Root}";
        })
        {
            Repairs = true,
        },
        new("new slot", _ => $"key add {Root} {NewKey}")
        {
            CodeWhenDone = ExitCodes.Exists,
            CheckDone = archive => CheckOpens(archive, InterruptedArchive.SecondKey, ExitCodes.Done),
        },
        new("removal of a slot", archive =>
        {
            archive.Done($"key add {Root} {NewKey}");
            return $"key remove {Root} --slot {Keys(archive).GetProperty("slots")[1].GetProperty("slot_id").GetString()}";
        })
        {
            CodeWhenDone = ExitCodes.NotFound,
            CheckDone = archive => CheckOpens(archive, InterruptedArchive.SecondKey, ExitCodes.Key),
        },
        new("rotation", _ => $"key rotate {Root} {NewKey}")
        {
            KeyAfter = InterruptedArchive.SecondKey,
            CodeWhenDone = ExitCodes.Exists,
            CheckDone = archive => CheckOpens(archive, InterruptedArchive.FirstKey, ExitCodes.Key),
        },
        new("new generation", _ => $"key rotate {Root} --new-generation")
        {
            CheckDone = archive => Assert.InRange(Keys(archive).GetProperty("generation").GetInt32(), 2, 3),
        },
    ];

    private static string PrepareMerge(InterruptedArchive archive)
    {
        for (var i = 0; i < MoreIndexesCount; i++)
        {
            archive.Backup($"more-{i}");
            archive.Done($"backup delete {Root}/more-{i}");
        }

        return $"backup create --source {InterruptedArchive.Source} --output {Root}/full-3";
    }

    private static string PrepareRepair(InterruptedArchive archive)
    {
        archive.Remove("full-1");
        foreach (var index in archive.Files("archive/index"))
        {
            Damage(archive, index);
        }

        Assert.Equal(ExitCodes.Damaged, archive.Run($"repository check {Root}").ExitCode);
        return $"repository repair {Root}";
    }

    private static void Damage(InterruptedArchive archive, string file) =>
        archive.Disk.FlipBits($"{Root}/{file}", FileHeader.Size + 100, mask: 1);

    private static void CheckOpens(InterruptedArchive archive, string key, int exitCode)
    {
        var own = archive.Key;
        archive.Key = key;
        Assert.Equal(exitCode, archive.Run($"key test {Root}").ExitCode);
        archive.Key = own;
    }

    private static JsonElement Keys(InterruptedArchive archive) =>
        JsonDocument.Parse(archive.Done($"key list {Root} --json")).RootElement;
}

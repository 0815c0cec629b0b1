using GeodeArchive.Format;
using GeodeArchive.Recovery;
using GeodeArchive.Recovery.Reading;
using GeodeArchive.Simulation;
using GeodeArchive.Wal;

namespace GeodeArchive.Tests.Recovery;

/// <summary>Each object of an archive is removed, cut, changed and exchanged in turn: what is read is refused, and the object is named.</summary>
public sealed class TamperTests
{
    private static readonly DatabaseId Database = new(new Id128(1, 2));

    [Fact]
    public void A_missing_object_is_named_by_reading_and_by_looking() => Sweep((archive, store, path, key) =>
    {
        store.Files.Remove(key);
        Refused(archive, path, key);
        Named(archive, key, isLast: key == LastKey(store, key));
    });

    [Fact]
    public void A_cut_object_is_named_by_reading_and_by_looking() => Sweep((archive, store, path, key) =>
    {
        var whole = store.Files[key];
        foreach (var length in new[] { 0, 1, FileHeader.Size, whole.Length / 2, whole.Length - 1 })
        {
            store.Files[key] = whole[..length];
            Refused(archive, path, key);
            Named(archive, key, isLast: false);
        }
    });

    [Fact]
    public void A_changed_byte_is_named_by_reading_wherever_it_is() => Sweep((archive, store, path, key) =>
    {
        var whole = store.Files[key];
        for (var offset = 0; offset < whole.Length; offset += 1 + (offset % 41))
        {
            var changed = whole.ToArray();
            changed[offset] ^= 0x10;
            store.Files[key] = changed;
            Refused(archive, path, key);
        }
    });

    [Fact]
    public void An_object_under_another_name_is_refused() => Sweep((archive, store, path, key) =>
    {
        foreach (var other in store.Files.Keys.Where(other => other != key && IsObject(other)).Take(3).ToList())
        {
            var copy = store.Copy();
            copy.Files[key] = store.Files[other];
            Refused(LogArchive.Open(archive.Machine, copy), path, key);
        }
    });

    [Fact]
    public void An_object_of_another_history_with_valid_sums_is_refused() => SimulatedMachine.Run(1, machine =>
    {
        var (archive, store, path) = Make(machine, seed: 1);
        var copy = store.Copy();
        foreach (var key in copy.Files.Keys.Where(IsObject).ToList())
        {
            copy.Files.Remove(key);
        }

        // The same archive, written again with one byte of the first object otherwise.
        Fill(LogArchive.Open(machine.Machine, copy), seed: 2);
        foreach (var key in store.Files.Keys.Where(key => IsObject(key) && copy.Files.ContainsKey(key)).Skip(1))
        {
            var mixed = store.Copy();
            mixed.Files[key] = copy.Files[key];
            Refused(LogArchive.Open(machine.Machine, mixed), path, key);
        }

        Assert.NotNull(archive);
    });

    private static void Sweep(Action<LogArchive, MemoryStore, LogStretch, string> damage) => SimulatedMachine.Run(1, machine =>
    {
        var (_, store, path) = Make(machine, seed: 1);
        var keys = store.Files.Keys.Where(IsObject).ToList();
        Assert.InRange(keys.Count, 8, 30);
        foreach (var key in keys)
        {
            var copy = store.Copy();
            damage(LogArchive.Open(machine.Machine, copy), copy, path, key);
        }
    });

    private static (LogArchive Archive, MemoryStore Store, LogStretch Path) Make(SimulatedMachine machine, byte seed)
    {
        var store = new MemoryStore();
        var archive = LogArchive.Create(machine.Machine, store, Database, 3);
        return (archive, store, Fill(archive, seed));
    }

    private static LogStretch Fill(LogArchive archive, byte seed)
    {
        using var writer = new ArchiveWriter(archive, ArchiveWriter.NewTimeline(Database, 1));
        for (var i = 0; i < 10; i++)
        {
            writer.Add(LogRecordType.RedoFirst, [.. Enumerable.Repeat(i == 0 ? seed : (byte)7, 50)]);
            writer.AddCommit(10 + i);
            writer.AddPoint($"point {i}", 10 + i);
            writer.Ship();
        }

        return new LogStretch(writer.Timeline.TimelineId, Lsn.Zero, writer.End);
    }

    private static bool IsObject(string key) => key.Contains("/0000000", StringComparison.Ordinal);

    private static string LastKey(MemoryStore store, string removed) => store.Files.Keys.Where(IsObject).Append(removed).Max(StringComparer.Ordinal)!;

    private static void Refused(LogArchive archive, LogStretch path, string key)
    {
        var error = Assert.Throws<LogException>(() =>
        {
            using var reader = new ArchivedLogReader(archive, [path]);
            while (reader.TryRead(out _))
            {
            }
        });
        Assert.Equal(LogError.Damaged, error.Error);
        Assert.Equal(key, error.DamagedFile);
        Assert.NotNull(error.DamagedOffset);
    }

    private static void Named(LogArchive archive, string key, bool isLast)
    {
        var timeline = Assert.Single(archive.ListTimelines());
        if (isLast)
        {
            // Nobody knows that there was one more.
            Assert.Empty(timeline.Damages);
            return;
        }

        Assert.Contains(timeline.Damages, damage => damage.DamagedKey is not null && key.StartsWith(damage.DamagedKey, StringComparison.Ordinal));
    }
}

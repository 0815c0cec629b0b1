using GeodeArchive.Io.Scheduling;
using GeodeArchive.Repository;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Backup.Collecting;

/// <summary>
/// A random history of one archive as a function of a seed: in each round several writers, readers, deleters and collectors run at once, some of
/// them are killed, some sessions are fenced, and the power may go out for all. After each round every backup that exists must verify and restore as its source was; at the end two
/// collections leave nothing that is dead. Nobody fails but who was killed or fenced, and readers of what was deleted.
/// </summary>
internal sealed class CollectionHistory
{
    private const int RoundCount = 4;
    private const int FileCount = 5;
    private const int FileSizeMax = 60_000;

    private const int ChangeCountMax = 400;

    private readonly ulong _seed;
    private readonly SeededRandom _random;
    private readonly Dictionary<string, IReadOnlyList<SnapshotEntry>> _expected = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unsure = new(StringComparer.Ordinal);
    private readonly List<string> _deleted = [];
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);
    private SimulatedDisk _disk;
    private SimulatedMachine _machine = null!;
    private int _count;

    private CollectionHistory(ulong seed)
    {
        _seed = seed;
        _random = new SeededRandom(SeededRandom.Derive(seed, "history"));
        _disk = new SimulatedDisk(seed);
    }

    /// <summary>Runs one.</summary>
    public static void Run(ulong seed) => new CollectionHistory(seed).Run();

    private void Run()
    {
        OnMachine(() => new CollectedArchive(_machine.Machine).Backups());
        for (var round = 0; round < RoundCount; round++)
        {
            if (_random.Percent(30))
            {
                _disk.CutPowerAtMutation(1 + _random.Next(ChangeCountMax));
            }

            OnMachine(RunRound);
            _disk.ClearFaults();
            _disk = _disk.IsPoweredOff ? _disk.Crash(_seed + (ulong)round) : _disk;
            OnMachine(Check);
        }

        OnMachine(() =>
        {
            var archive = new CollectedArchive(_machine.Machine);
            archive.Collect();
            archive.Collect();
            Assert.Empty(archive.Leftovers());
            Check();
        });
    }

    /// <summary>Each boot of the machine draws from a seed of its own: equal seeds make equal ids.</summary>
    private void OnMachine(Action job) => SimulatedMachine.Run(SeededRandom.Derive(_seed, $"boot {_count++}"), _disk, machine =>
    {
        _machine = machine;
        job();
    });

    private void RunRound()
    {
        var jobs = new List<IWorker>();
        var existing = _expected.Keys.ToList();
        var isFencing = _random.Percent(20);
        for (var writer = 0; writer < 2; writer++)
        {
            jobs.Add(StartWriter(writer, isFencing));
        }

        foreach (var name in existing.Where(_ => _random.Percent(30)))
        {
            jobs.Add(Start(
                "deleter",
                archive =>
                {
                    archive.Delete(name);
                    _gone.Add(name);
                },
                error => error.Error == RepositoryError.NotFound));
            _deleted.Add(name);
        }

        foreach (var name in existing.Where(_ => _random.Percent(40)))
        {
            var target = $"/read-{_count++}";
            var isDeleted = _deleted.Contains(name);
            jobs.Add(Start(
                "reader",
                archive =>
                {
                    archive.Restore(name, target);
                    Assert.Equal(_expected[name], _machine.Disk.Snapshot(target));
                    Assert.Empty(archive.Verify(name).Damages);
                },
                error => isDeleted && error.Error == RepositoryError.NotFound));
        }

        for (var collector = _random.Next(3); collector > 0; collector--)
        {
            TimeSpan? fence = isFencing ? TimeSpan.Zero : null;
            jobs.Add(Start("collector", archive => archive.Collect(fence), error => isFencing && error.Error == RepositoryError.Fenced));
        }

        foreach (var job in jobs)
        {
            job.Join();
        }
    }

    private IWorker StartWriter(int number, bool isFencing)
    {
        var source = $"/source-{number}";
        Change(source);
        var name = $"backup-{_count++}";
        _expected[name] = _machine.Disk.Snapshot(source);
        _unsure.Add(name);
        return Start(
            "writer",
            archive =>
            {
                archive.Backup(source, name);
                _unsure.Remove(name);
            },
            error => isFencing && error.Error == RepositoryError.Fenced);
    }

    /// <summary>Starts a process, which may be killed.</summary>
    private IWorker Start(string what, Action<CollectedArchive> job, Func<RepositoryException, bool> mayFail)
    {
        var archive = new CollectedArchive(_machine.Machine) { CallCountMax = _random.Percent(25) ? _random.Next(120) : long.MaxValue };
        return _machine.Machine.Scheduler.Start(what, () =>
        {
            try
            {
                job(archive);
            }
            catch (RepositoryException) when (archive.IsKilled)
            {
                // It is dead, and nobody knows what it had done.
            }
            catch (RepositoryException error) when (mayFail(error))
            {
                // It was told why.
            }
        });
    }

    private void Change(string source)
    {
        for (var i = 0; i < FileCount; i++)
        {
            if (_random.Percent(50) || !_machine.Disk.Contains($"{source}/file-{i}"))
            {
                // Some content comes again, in either source.
                var content = new SeededRandom((ulong)_random.Next(12) + 1);
                var bytes = new byte[1 + _random.Next(FileSizeMax)];
                content.Fill(bytes);
                _machine.Disk.PutFile($"{source}/file-{i}", bytes);
            }
        }
    }

    /// <summary>
    /// Every backup that exists is what it was; every one that was reported and not deleted exists, and none whose deletion was reported.
    /// </summary>
    private void Check()
    {
        var archive = new CollectedArchive(_machine.Machine);
        var names = archive.Backups();
        Assert.Empty(names.Except(_expected.Keys));
        Assert.Empty(names.Intersect(_gone));
        Assert.Empty(_expected.Keys.Except(names).Except(_unsure).Except(_deleted));
        foreach (var name in names)
        {
            var target = $"/check-{_count++}";
            Assert.Empty(archive.Verify(name).Damages);
            archive.Restore(name, target);
            Assert.Equal(_expected[name], _machine.Disk.Snapshot(target));
        }

        foreach (var name in _expected.Keys.Except(names).ToList())
        {
            _expected.Remove(name);
        }
    }
}

using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Repository;

public sealed class ManifestLogTests
{
    [Fact]
    public void A_repository_opens_from_the_last_snapshot_to_the_same_state() => SimulatedRepository.Run(1, (machine, repository) =>
    {
        for (var i = 0; i < 600; i++)
        {
            var session = OpenSession(repository, $"host {i}");
            if (i % 3 != 0)
            {
                repository.Log.Commit(session, _ => [new SessionCloseRecord(session, SessionOutcome.Abandoned)]);
            }
        }

        using var reopened = SimulatedRepository.Open(machine.Machine);
        Assert.Equal(repository.State.Number, reopened.State.Number);
        Assert.Equal(repository.State.RootHash, reopened.State.RootHash);
        Assert.Equal(200, reopened.State.OpenSessions.Count);
        Assert.Equal(
            repository.State.OpenSessions.OrderBy(session => session.SessionId.Value),
            reopened.State.OpenSessions.OrderBy(session => session.SessionId.Value));
    });

    [Fact]
    public void Writers_that_race_for_a_number_all_commit_one_after_the_other()
    {
        foreach (var seed in SimulationSeeds.Sweep(20))
        {
            SimulatedRepository.Run(seed, (machine, repository) =>
            {
                const int writers = 4;
                var workers = Enumerable.Range(0, writers).Select(i => machine.Machine.Scheduler.Start($"writer {i}", () =>
                {
                    using var mine = SimulatedRepository.Open(machine.Machine);
                    for (var n = 0; n < 5; n++)
                    {
                        OpenSession(mine, $"writer {i}");
                    }
                })).ToList();
                workers.ForEach(worker => worker.Join());
                repository.Log.Refresh();
                Assert.Equal(writers * 5, repository.State.OpenSessions.Count);
                Assert.Equal((ulong)writers * 5, repository.State.Number.Value);
            });
        }
    }

    [Fact]
    public void Writers_that_meet_in_an_empty_root_all_open_the_repository_that_one_of_them_makes()
    {
        foreach (var seed in SimulationSeeds.Sweep(50))
        {
            SimulatedMachine.Run(seed, machine =>
            {
                machine.Disk.PutDirectory(SimulatedRepository.Root);
                var workers = Enumerable.Range(0, 3).Select(i => machine.Machine.Scheduler.Start($"writer {i}", () =>
                {
                    using var mine = SimulatedRepository.Open(machine.Machine);
                    OpenSession(mine, $"writer {i}");
                })).ToList();
                workers.ForEach(worker => worker.Join());
                using var repository = SimulatedRepository.Open(machine.Machine);
                Assert.Equal(3, repository.State.OpenSessions.Count);
            });
        }
    }

    [Fact]
    public void A_commit_whose_answer_was_lost_is_known_again() => SimulatedRepository.Run(5, (machine, repository) =>
    {
        var log = new ManifestLog(new ForgetfulStore(repository.Store), machine.Machine, repository.Header);
        var id = new SessionId(Identities.NewId(machine.Machine.Entropy));
        var number = log.Commit(id, state => [new SessionOpenRecord(id, state.Number, 0, "host", "test")]);
        Assert.Equal(1ul, number.Value);
        repository.Log.Refresh();
        Assert.Equal(1ul, repository.State.Number.Value);
    });

    [Fact]
    public void A_missing_manifest_is_named() => SimulatedRepository.Run(2, (machine, repository) =>
    {
        for (var i = 0; i < 3; i++)
        {
            OpenSession(repository, "host");
        }

        repository.Store.Delete(RepositoryNames.Manifest(new ManifestNumber(2)));
        var error = Assert.Throws<RepositoryException>(() => SimulatedRepository.Open(machine.Machine));
        Assert.Equal(RepositoryError.Damaged, error.Error);
        Assert.Equal("archive/manifest/00000000000000000002", error.DamagedKey);
    });

    [Fact]
    public void A_manifest_of_another_history_is_refused() => SimulatedRepository.Run(3, (machine, repository) =>
    {
        OpenSession(repository, "host");
        OpenSession(repository, "host");
        var header = FileHeader.ForManifest(
            repository.Id,
            new FileId(Identities.NewId(machine.Machine.Entropy)),
            default,
            0,
            new ManifestSection(new ManifestNumber(3), Hash256.OfContent("another history"u8)));
        var record = new SessionCloseRecord(new SessionId(new Id128(1, 1)), SessionOutcome.Abandoned);
        repository.Store.PutIfAbsent(RepositoryNames.Manifest(new ManifestNumber(3)), ManifestFile.Encode(header, [record]));
        var error = Assert.Throws<RepositoryException>(() => SimulatedRepository.Open(machine.Machine));
        Assert.Equal("archive/manifest/00000000000000000003", error.DamagedKey);
        Assert.Equal(FormatError.BadChecksum, error.DamageKind);
    });

    [Fact]
    public void A_change_that_throws_commits_nothing() => SimulatedRepository.Run(4, (_, repository) =>
    {
        OpenSession(repository, "host");
        Assert.Throws<InvalidOperationException>(() => repository.Log.Commit(default, _ => throw new InvalidOperationException()));
        repository.Log.Refresh();
        Assert.Equal(1ul, repository.State.Number.Value);
    });

    private static SessionId OpenSession(ArchiveRepository repository, string host)
    {
        var id = new SessionId(Identities.NewId(repository.Machine.Entropy));
        repository.Log.Commit(id, state => [new SessionOpenRecord(id, state.Number, 0, host, "test")]);
        return id;
    }
}

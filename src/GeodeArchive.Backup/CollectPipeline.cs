using GeodeArchive.Backup.Collecting;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Io.Time;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Collecting;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Repository.Reading;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Backup;

/// <summary>
/// Gives back the space of what no backup needs, beside writers, readers and other collectors: ends dead sessions, retires segments,
/// moves what is still needed out of those that are mostly not, deletes what nobody can rely on any more, and removes what nobody refers
/// to. Can be killed anywhere: the next one goes on. See format-spec/decisions/0017.
/// </summary>
public sealed class CollectPipeline
{
    private const long TablesMemoryMax = 32 << 20;
    private const long BlocksMemoryMax = 32 << 20;

    private readonly ArchiveRepository _repository;
    private readonly CollectOptions _options;
    private readonly CollectResult _result = new();

    /// <summary>Prepares a collection of <paramref name="repository"/>.</summary>
    public CollectPipeline(ArchiveRepository repository, CollectOptions options)
    {
        _repository = repository;
        _options = options;
    }

    /// <summary>
    /// Collects. When this returns, what was deleted is durably so; removed files may come back after a power cut, as orphans.
    /// </summary>
    /// <exception cref="RepositoryException">The store failed, or what has to be read is damaged.</exception>
    public CollectResult Run()
    {
        _repository.Log.Refresh();
        if (_options.IsDryRun)
        {
            Foresee();
            return _result;
        }

        var adopted = FenceDeadSessions();
        Retire(number => !adopted.Contains(number));
        var domains = Domains();
        domains.ForEach(MoveOutOfSparse);
        DeleteRetired();
        domains.ForEach(CompactIndexes);
        new OrphanSweep(_repository, _result).Run();
        _result.OpenSessions = [.. _repository.State.OpenSessions];
        _result.WaitingSegmentCount = _repository.State.Retired.Count;
        return _result;
    }

    /// <summary>The domains that there is something in, and that can be read.</summary>
    private List<ArchiveDomain> Domains()
    {
        var domains = new List<ArchiveDomain> { _repository.PlainDomain };
        if (_repository.State.Segments.Any(segment => segment.Domain == Domain.Encrypted))
        {
            var encrypted = _repository.DomainOf(Domain.Encrypted);
            if (encrypted.CanRead)
            {
                domains.Add(encrypted);
            }
            else
            {
                _result.AddNote(
                    "the key that was given cannot read: of what is encrypted, only segments that no backup lists were given back");
            }
        }

        return domains;
    }

    /// <summary>What a collection would do that follows now. All trees are read for that.</summary>
    private void Foresee()
    {
        var state = _repository.State;
        var dead = state.OpenSessions.Where(IsDead).Select(session => session.SessionId).ToHashSet();
        _result.FencedSessionCount = dead.Count;
        var gone = new List<long>();
        foreach (var number in Unneeded(state))
        {
            Count(state.FindSegment(number)!);
            gone.Add(state.FindSegment(number)!.Size);
        }

        gone.AddRange(ForeseenDomains().SelectMany(ForeseeMoves));
        var retired = state.Retired.Where(retire => Others(state, dead).All(session => session.Base >= retire.Manifest)).ToList();
        _result.DeletedSegmentCount = retired.Count;
        _result.FreedSize = retired.Sum(retire => state.FindSegment(retire.Number)!.Size);
        var orphans = OrphanList.Find(_repository).Where(orphan => !_repository.State.IsOpen(orphan.Session)).ToList();
        _result.OrphanCount = orphans.Count;
        _result.FreedSize += orphans.Sum(orphan => orphan.Size);
        _result.OpenSessions = [.. Others(state, dead)];
        _result.WaitingSegmentCount = state.Retired.Count - retired.Count;

        // What is retired by a collection is deleted by the same one, unless somebody was there before.
        if (_result.OpenSessions.Count > 0)
        {
            _result.WaitingSegmentCount += gone.Count;
            return;
        }

        _result.DeletedSegmentCount += gone.Count;
        _result.FreedSize += gone.Sum();
    }

    /// <summary>As <see cref="Domains"/>; a dry run goes without a key, too.</summary>
    private List<ArchiveDomain> ForeseenDomains()
    {
        if (_repository.Keys is not null || _repository.State.Segments.All(segment => segment.Domain == Domain.Plain))
        {
            return Domains();
        }

        _result.AddNote("what would be moved of what is encrypted is not known without a key");
        return [_repository.PlainDomain];
    }

    /// <summary>Counts what would be copied out of sparse segments; returns the sizes of those.</summary>
    private List<long> ForeseeMoves(ArchiveDomain domain)
    {
        var gone = new List<long>();
        WithSparse(domain, (_, _, sparse) =>
        {
            foreach (var (table, needed) in sparse)
            {
                _result.MovedSegmentCount++;
                _result.MovedSize += table.Chunks
                    .Where(chunk => needed.Contains(chunk.Id.Prefix))
                    .DistinctBy(chunk => chunk.Id)
                    .Sum(chunk => (long)chunk.Length);
                gone.Add(table.Segment.Size);
            }
        });
        return gone;
    }

    private static IEnumerable<SessionOpenRecord> Others(RepositoryState state, HashSet<SessionId> dead) =>
        state.OpenSessions.Where(session => !dead.Contains(session.SessionId));

    private HashSet<SegmentNumber> FenceDeadSessions()
    {
        var adoption = SessionAdoption.Run(
            _repository, IsDead, default, OpenSession);
        _result.FencedSessionCount = adoption.Fenced.Count;
        _result.AdoptedSegmentCount = adoption.Segments.Count;
        return [.. adoption.Segments];
    }

    private bool IsDead(SessionOpenRecord session)
    {
        // A clock decides whom to end, never whether that is safe.
        var age = WallTime.ToDateTime(WallTime.Now(_repository.Machine.Clock)) - WallTime.ToDateTime(session.Started);
        return SessionLease.IsDead(_repository, session, _options.Host) || age > _options.FenceOlderThan;
    }

    /// <summary>
    /// Retires what no backup lists. What was adopted just now waits for the next collection: a backup may follow that needs it.
    /// </summary>
    private void Retire(Func<SegmentNumber, bool> mayRetire)
    {
        List<SegmentNumber> retired = [];
        _repository.Log.Commit(default, state =>
        {
            retired = Unneeded(state).Where(mayRetire).ToList();
            var manifest = new ManifestNumber(state.Number.Value + 1);
            return retired.ConvertAll(number => (ManifestRecord)new SegmentRetireRecord(number, manifest));
        });
        foreach (var number in retired)
        {
            Count(_repository.State.FindSegment(number)!);
        }
    }

    private void Count(SegmentAddRecord segment)
    {
        _result.RetiredSegmentCount++;
        _result.RetiredSize += segment.Size;
    }

    private static IEnumerable<SegmentNumber> Unneeded(RepositoryState state)
    {
        var needed = state.NeededSegments();
        return state.Segments.Select(segment => segment.Number).Where(number => !needed.Contains(number) && !state.IsRetired(number));
    }

    /// <summary>Copies what is needed out of segments that are mostly not needed; they are retired with that.</summary>
    private void MoveOutOfSparse(ArchiveDomain domain) => WithSparse(domain, (chunks, walked, sparse) =>
    {
        using var mover = new ChunkMover(_repository, _options, _result, chunks, walked);
        try
        {
            foreach (var (table, needed) in sparse)
            {
                mover.Move(table, needed);
            }

            mover.Commit();
        }
        catch (RepositoryException)
        {
            mover.DemandNotFenced();
            throw;
        }
    });

    /// <summary>Finds the segments that are mostly not needed; nothing is done where that cannot be known.</summary>
    private void WithSparse(
        ArchiveDomain domain, Action<ChunkReader, HashSet<BackupId>, IEnumerable<(SegmentTable Table, HashSet<ChunkPrefix> Live)>> act)
    {
        var scheduler = _repository.Machine.Scheduler;
        var catalog = new SegmentCatalog(_repository.Store, domain, scheduler, TablesMemoryMax);
        using var index = ChunkIndex.OpenFor(_repository, _repository.Store, catalog, backup: null);
        using var chunks = new ChunkReader(_repository.Store, scheduler, index, BlocksMemoryMax);
        using var live = new LiveChunks(new TreeReader(chunks, index), _repository.Store);
        var state = _repository.State.Copy();
        var walked = new HashSet<BackupId>();
        foreach (var backup in state.Backups.Where(backup => backup.Domain == domain.Domain))
        {
            if (!TryWalk(live, backup))
            {
                return;
            }

            walked.Add(backup.BackupId);
        }

        act(chunks, walked, new SparseSegments(_repository, domain, state, _options.LivePercentLeast, _result).Find(live));
    }

    private void CompactIndexes(ArchiveDomain domain)
    {
        var (count, damages) = IndexCompaction.Run(_repository, domain, OpenSession);
        _result.MergedIndexCount += count;
        foreach (var damage in damages)
        {
            _result.AddNote($"{damage.Message}; geode-archive repository repair makes the index again");
        }
    }

    private SessionLease OpenSession() => SessionLease.Open(_repository, _options.Host, _options.Program);

    /// <summary>Notes what a backup needs; false if that cannot be known, and nothing may be moved.</summary>
    private bool TryWalk(LiveChunks live, BackupAddRecord backup)
    {
        try
        {
            live.Add(backup);
            return true;
        }
        catch (RepositoryException damage) when (damage.IsDamage)
        {
            _repository.Log.Refresh();
            if (_repository.State.FindBackup(backup.BackupId) is null)
            {
                // It was deleted while it was walked. What was noted of it is kept once more.
                return true;
            }

            _result.AddNote(
                $"the tree of {backup.Name} cannot be read, so that only segments that no backup lists were given back: {damage.Message}");
            return false;
        }
    }

    private void DeleteRetired()
    {
        List<SegmentAddRecord> deleted = [];
        _repository.Log.Commit(default, state =>
        {
            deleted = state.Retired.Where(retire => state.IsForgotten(retire.Manifest))
                .Select(retire => state.FindSegment(retire.Number)!)
                .ToList();
            return deleted.ConvertAll(segment => (ManifestRecord)new SegmentDeleteRecord(segment.Number));
        });

        // The record is durable. If this is killed now, the objects are orphans.
        foreach (var segment in deleted)
        {
            OrphanSweep.Remove(_repository, RepositoryNames.Segment(segment.SegmentId), segment.Size, _result);
        }

        _result.DeletedSegmentCount += deleted.Count;
    }
}

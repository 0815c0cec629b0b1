using GeodeArchive.Backup.Collecting;
using GeodeArchive.Format;
using GeodeArchive.Io.Time;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Collecting;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Backup;

/// <summary>
/// Gives back the space of what no backup needs, beside writers, readers and other collectors: ends dead sessions, retires segments,
/// moves what is still needed out of those that are mostly not, deletes what nobody can rely on any more, and removes what nobody refers
/// to. Can be killed anywhere: the next one goes on. See format-spec/decisions/0017.
/// </summary>
public sealed class CollectPipeline
{
    private readonly ArchiveRepository _repository;
    private readonly CollectOptions _options;
    private readonly CollectResult _result = new();

    /// <summary>Prepares a collection of <paramref name="repository"/>.</summary>
    public CollectPipeline(ArchiveRepository repository, CollectOptions options)
    {
        _repository = repository;
        _options = options;
    }

    /// <summary>Collects. When this returns, what was deleted is durably so; removed files may come back after a power cut, as orphans.</summary>
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
        DeleteRetired();
        new OrphanSweep(_repository, _result).Run();
        _result.OpenSessions = [.. _repository.State.OpenSessions];
        _result.WaitingSegmentCount = _repository.State.Retired.Count;
        return _result;
    }

    /// <summary>What a collection would find at once: what it would move is known only when all trees are read.</summary>
    private void Foresee()
    {
        var state = _repository.State;
        var dead = state.OpenSessions.Where(IsDead).Select(session => session.SessionId).ToHashSet();
        _result.FencedSessionCount = dead.Count;
        foreach (var number in Unneeded(state))
        {
            Count(state.FindSegment(number)!);
        }

        var retired = state.Retired.Where(retire => Others(state, dead).All(session => session.Base >= retire.Manifest)).ToList();
        _result.DeletedSegmentCount = retired.Count;
        _result.FreedSize = retired.Sum(retire => state.FindSegment(retire.Number)!.Size);
        var orphans = OrphanList.Find(_repository).Where(orphan => !_repository.State.IsOpen(orphan.Session)).ToList();
        _result.OrphanCount = orphans.Count;
        _result.FreedSize += orphans.Sum(orphan => orphan.Size);
        _result.OpenSessions = [.. Others(state, dead)];
        _result.WaitingSegmentCount = state.Retired.Count - retired.Count;
    }

    private static IEnumerable<SessionOpenRecord> Others(RepositoryState state, HashSet<SessionId> dead) =>
        state.OpenSessions.Where(session => !dead.Contains(session.SessionId));

    private HashSet<SegmentNumber> FenceDeadSessions()
    {
        var adoption = SessionAdoption.Run(
            _repository, IsDead, default, () => SessionLease.Open(_repository, _options.Host, _options.Program));
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

    /// <summary>Retires what no backup lists. What was adopted just now waits for the next collection: a backup may follow that needs it.</summary>
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

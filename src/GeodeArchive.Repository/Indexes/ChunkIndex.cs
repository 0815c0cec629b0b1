using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Repository.Indexes;

/// <summary>
/// Finds chunks of the repository as it was at one manifest: the tables hit last, then the indexes, then the table of the
/// segment that an index names (an index holds half of a chunk id; the table decides). A damaged index or segment is passed over,
/// for the chunk may be held elsewhere too. One that was opened for a backup follows it when collection moves its chunks. Safe for several
/// workers.
/// </summary>
public sealed class ChunkIndex : IDisposable
{
    private const int CandidatesMax = 16;

    private readonly IObjectStore _store;
    private readonly SegmentCatalog _catalog;
    private readonly IGate _gate;
    private readonly IGate _renewing;
    private readonly Dictionary<IndexId, RepositoryException> _damages = [];
    private readonly Func<ManifestLog>? _openLog;
    private readonly BackupAddRecord? _backup;
    private ManifestLog? _log;
    private View _view;

    private ChunkIndex(
        IObjectStore store,
        IScheduler scheduler,
        RepositoryState state,
        SegmentCatalog catalog,
        Func<ManifestLog>? openLog = null,
        BackupAddRecord? backup = null)
    {
        _store = store;
        _catalog = catalog;
        _gate = scheduler.CreateGate();
        _renewing = scheduler.CreateGate();
        _openLog = openLog;
        _backup = backup;
        _view = new View(state, OpenAll(state, []));
    }

    /// <summary>The domain whose chunks it finds.</summary>
    public ArchiveDomain Domain => _catalog.Domain;

    /// <summary>The state that is looked at. It stays as it is when a newer one takes its place.</summary>
    public RepositoryState State => Volatile.Read(ref _view).State;

    /// <summary>The manifest whose state is looked at.</summary>
    public ManifestNumber Manifest => State.Number;

    /// <summary>The open indexes: those whose fixed parts are intact. They are open until a newer state is gone on with.</summary>
    public IReadOnlyList<IndexReader> Readers => Volatile.Read(ref _view).Indexes.Readers;

    /// <summary>What was found wrong with indexes and segments so far, one each.</summary>
    public IReadOnlyList<RepositoryException> Damages => [.. IndexDamages, .. _catalog.Damages];

    /// <summary>What was found wrong with indexes so far, one each.</summary>
    public IReadOnlyList<RepositoryException> IndexDamages
    {
        get
        {
            _gate.Enter();
            try
            {
                return [.. _damages.Values];
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    /// <summary>Opens all indexes of the state that are of the catalog's domain.</summary>
    /// <exception cref="RepositoryException">The store failed; damage is in <see cref="Damages"/>.</exception>
    public static ChunkIndex Open(IObjectStore store, IScheduler scheduler, RepositoryState state, SegmentCatalog catalog) =>
        new(store, scheduler, state, catalog);

    /// <summary>Opens all indexes, to read one backup beside collections that may move its chunks.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="store">Where to read: its store, or one above that.</param>
    /// <param name="catalog">Segment tables.</param>
    /// <param name="backup">The backup; null for all there are.</param>
    /// <exception cref="RepositoryException">The store failed; damage is in <see cref="Damages"/>.</exception>
    public static ChunkIndex OpenFor(ArchiveRepository repository, IObjectStore store, SegmentCatalog catalog, BackupAddRecord? backup) =>
        new(store, repository.Machine.Scheduler, repository.State.Copy(), catalog, repository.OpenLog, backup);

    /// <summary>
    /// Goes on with the newest state, because something is missing: collection may have moved it since.
    /// </summary>
    /// <param name="seen">The <see cref="Manifest"/> at which it was missing.</param>
    /// <returns>False when there is nothing newer.</returns>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.NotFound"/>: the backup was deleted.</exception>
    public bool TryRenew(ManifestNumber seen)
    {
        if (_openLog is null)
        {
            return false;
        }

        _renewing.Enter();
        try
        {
            return Manifest > seen || TryRenew();
        }
        finally
        {
            _renewing.Exit();
        }
    }

    /// <summary>
    /// Gives the indexes back as soon as no worker looks for chunks; from now on nothing is found but what is in the tables hit last.
    /// </summary>
    public void Dispose()
    {
        var view = _view;
        Replace(view, new View(view.State, new IndexSet([])));
    }

    /// <summary>The table of a segment, or null if the segment is damaged.</summary>
    public SegmentTable? TryTableOf(SegmentAddRecord segment) => _catalog.Get(SegmentReference.From(segment), out _);

    /// <summary>
    /// Finds the segment that holds a chunk. Keys that can read look into its table; others trust the half of the id that an index holds,
    /// which nobody can make collide without the keys.
    /// </summary>
    public SegmentNumber? FindSegment(ChunkId id)
    {
        if (Domain.CanRead)
        {
            return TryFind(id, out var table, out _) ? State.FindNumber(table.Segment.Id) : null;
        }

        Span<SegmentId> candidates = stackalloc SegmentId[CandidatesMax];
        using var use = Enter(out var view);
        foreach (var reader in view.Indexes.Readers)
        {
            var count = Find(reader, id, candidates);
            foreach (var candidate in candidates[..count])
            {
                if (view.State.FindNumber(candidate) is { } segment && !view.State.IsRetired(segment))
                {
                    return segment;
                }
            }
        }

        return null;
    }

    /// <summary>Finds a chunk where it can be read.</summary>
    /// <returns>False if the repository does not hold it, or holds it only where something is damaged.</returns>
    public bool TryFind(ChunkId id, out SegmentTable table, out ChunkLocation place)
    {
        if (_catalog.TryFindRecent(id, out table, out place))
        {
            return true;
        }

        return TryFindCopy(id, 0, out table, out place);
    }

    /// <summary>Finds one of several places where a chunk can be read; numbers count from 0.</summary>
    public bool TryFindCopy(ChunkId id, int number, out SegmentTable table, out ChunkLocation place)
    {
        Span<SegmentId> candidates = stackalloc SegmentId[CandidatesMax];
        using var use = Enter(out var view);
        foreach (var reader in view.Indexes.Readers)
        {
            var count = Find(reader, id, candidates);
            foreach (var candidate in candidates[..count])
            {
                // A segment that is not in this state, or retired in it, is being collected, or belongs to an index made before it was.
                if (view.State.FindSegment(candidate) is { } segment
                    && !view.State.IsRetired(segment.Number)
                    && _catalog.Get(SegmentReference.From(segment), out _) is { } found
                    && found.TryFind(id, out place)
                    && number-- == 0)
                {
                    table = found;
                    return true;
                }
            }
        }

        table = null!;
        place = default;
        return false;
    }

    /// <summary>Adds every segment that an index names for a chunk.</summary>
    /// <exception cref="RepositoryException">An index is damaged.</exception>
    public void FindCandidates(ChunkId id, List<SegmentId> segments)
    {
        var candidates = new SegmentId[CandidatesMax];
        using var use = Enter(out var view);
        foreach (var reader in view.Indexes.Readers)
        {
            int count;
            while ((count = reader.Find(id, candidates)) == candidates.Length)
            {
                candidates = new SegmentId[2 * candidates.Length];
            }

            segments.AddRange(candidates.AsSpan(0, count));
        }
    }

    /// <summary>
    /// Why a chunk was not found: the damage of a segment that an index names for it, or that of an index that may have named it; null when
    /// nothing is damaged.
    /// </summary>
    public RepositoryException? WhyNotFound(ChunkId id)
    {
        Span<SegmentId> candidates = stackalloc SegmentId[CandidatesMax];
        using var use = Enter(out var view);
        foreach (var reader in view.Indexes.Readers)
        {
            var count = Find(reader, id, candidates);
            foreach (var candidate in candidates[..count])
            {
                if (view.State.FindSegment(candidate) is { } segment
                    && _catalog.Get(SegmentReference.From(segment), out var damage) is null)
                {
                    return damage;
                }
            }
        }

        return IndexDamages is [var first, ..] ? first : null;
    }

    private bool TryRenew()
    {
        if (_log is null)
        {
            _log = _openLog!();
        }
        else
        {
            _log.Refresh();
        }

        if (_log.State.Number == Manifest)
        {
            return false;
        }

        if (_backup is not null && _log.State.FindBackup(_backup.BackupId) is null)
        {
            throw RepositoryException.DeletedMeanwhile(_backup.Name);
        }

        // The log goes on; whoever looks for chunks needs a state that stays as it is.
        var state = _log.State.Copy();
        var kept = LetGo(state);
        var view = new View(state, OpenAll(state, kept.Indexes.Readers));
        _catalog.Keep(id => state.FindSegment(id) is not null);
        ForgetDamages(state);
        Replace(kept, view);
        return true;
    }

    /// <summary>
    /// Gives back the indexes that a state has no more before those in their place are opened: memory does not hold both. Who looks for a
    /// chunk meanwhile may miss it, and then waits for the new view.
    /// </summary>
    private View LetGo(RepositoryState state)
    {
        var before = _view;
        var kept = new View(
            before.State, new IndexSet(before.Indexes.Readers.Where(reader => state.FindIndex(reader.Id) is not null)));
        Replace(before, kept);
        return kept;
    }

    private void Replace(View before, View after)
    {
        Volatile.Write(ref _view, after);
        before.Indexes.Retire();
    }

    private IndexSet.Use Enter(out View view)
    {
        IndexSet.Use use;
        do
        {
            view = Volatile.Read(ref _view);
        }
        while (!view.Indexes.TryEnter(out use));

        return use;
    }

    private void ForgetDamages(RepositoryState state)
    {
        _gate.Enter();
        foreach (var id in _damages.Keys.Where(id => state.FindIndex(id) is null).ToList())
        {
            _damages.Remove(id);
        }

        _gate.Exit();
    }

    private IndexSet OpenAll(RepositoryState state, IReadOnlyList<IndexReader> open)
    {
        var known = open.ToDictionary(reader => reader.Id);
        var readers = new List<IndexReader>();
        foreach (var index in state.Indexes.Where(index => index.Domain == Domain.Domain))
        {
            try
            {
                readers.Add(known.GetValueOrDefault(index.IndexId)
                    ?? IndexReader.Open(_store, Domain, index.IndexId, index.Size, index.RootHash));
            }
            catch (RepositoryException damage) when (damage.IsDamage)
            {
                NoteDamage(index.IndexId, damage);
            }
            catch
            {
                foreach (var opened in readers.Except(open))
                {
                    opened.Dispose();
                }

                throw;
            }
        }

        return new IndexSet(readers);
    }

    private void NoteDamage(IndexId index, RepositoryException damage)
    {
        _gate.Enter();
        _damages.TryAdd(index, damage);
        _gate.Exit();
    }

    private int Find(IndexReader reader, ChunkId id, Span<SegmentId> candidates)
    {
        try
        {
            return reader.Find(id, candidates);
        }
        catch (RepositoryException damage) when (damage.IsDamage)
        {
            NoteDamage(reader.Id, damage);
            return 0;
        }
    }

    /// <summary>What is known at one manifest.</summary>
    private sealed record View(RepositoryState State, IndexSet Indexes);
}

using GeodeArchive.Backup.Reporting;
using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Io.Time;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Backup.Verifying;

/// <summary>
/// Reads a segment in full before a full backup relies on it, if nobody has for 30 days: what decayed meanwhile is stored again, not taken
/// for good by deduplication for ever. Several segments are read at once. Safe for several workers.
/// </summary>
internal sealed class ReuseVerifier : IReuseCheck
{
    /// <summary>Nanoseconds for which a segment that was read in full counts as intact: the design's verify_max_age.</summary>
    public const long VerifiedAgeMax = 30L * 24 * 3600 * 1_000_000_000;

    // Each takes a window of 4 MiB; workers that need a segment which is being read wait for that.
    private const int LaneCount = 4;

    private readonly SegmentCatalog _catalog;
    private readonly VerifiedStore _store;
    private readonly IScheduler _scheduler;
    private readonly long _now;
    private readonly Lane[] _lanes;

    /// <summary>Makes the check of one backup.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="catalog">The session's segment tables, which are told what is damaged.</param>
    public ReuseVerifier(ArchiveRepository repository, SegmentCatalog catalog)
    {
        _catalog = catalog;
        _store = new VerifiedStore(repository.Store);
        _scheduler = repository.Machine.Scheduler;
        _now = WallTime.Now(repository.Machine.Clock);
        _lanes = [.. Enumerable.Range(0, LaneCount).Select(_ => new Lane(_scheduler.CreateGate()))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<SegmentVerifyRecord> Verified =>
        [.. _lanes.SelectMany(lane => lane.Outcomes)
            .Where(outcome => outcome.Value)
            .OrderBy(outcome => outcome.Key)
            .Select(outcome => new SegmentVerifyRecord(outcome.Key, _now))];

    /// <summary>
    /// The check of a backup of that type; null where none is made: only fulls read everything, and keys that only write read no segment.
    /// </summary>
    public static ReuseVerifier? For(BackupType type, ArchiveRepository repository, SegmentCatalog catalog) =>
        type == BackupType.Full && catalog.Domain.CanRead ? new ReuseVerifier(repository, catalog) : null;

    /// <inheritdoc/>
    public bool MayRely(SegmentAddRecord segment)
    {
        if (!IsDue(segment))
        {
            return true;
        }

        var lane = _lanes[segment.Number.Value % LaneCount];
        lane.Gate.Enter();
        try
        {
            if (!lane.Outcomes.TryGetValue(segment.Number, out var isIntact))
            {
                isIntact = Verify(SegmentReference.From(segment));
                lane.Outcomes.Add(segment.Number, isIntact);
            }

            return isIntact;
        }
        finally
        {
            lane.Gate.Exit();
        }
    }

    /// <summary>Whether nobody has read it for so long; a time that is still to come says nothing.</summary>
    private bool IsDue(SegmentAddRecord segment) => segment.Verified > _now || (Int128)_now - segment.Verified > VerifiedAgeMax;

    private bool Verify(SegmentReference segment)
    {
        if (_catalog.Get(segment, out _) is not { } table)
        {
            return false;
        }

        var damages = new DamageLog(_scheduler);
        using var verifier = new SegmentVerifier(_store, _catalog.Domain, damages, new RunProgress());
        foreach (var window in SegmentWindow.Of(table))
        {
            verifier.Verify(window);
        }

        if (damages.ToList() is [var first, ..])
        {
            _catalog.Condemn(segment.Id, first);
            return false;
        }

        return true;
    }

    /// <summary>Every fourth segment: one of them is read at a time.</summary>
    private sealed record Lane(IGate Gate)
    {
        public Dictionary<SegmentNumber, bool> Outcomes { get; } = [];
    }
}

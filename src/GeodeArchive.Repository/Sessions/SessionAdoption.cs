using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Collecting;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Repository.Sessions;

/// <summary>
/// Ends sessions of others and takes over what they had made durable, in one commit: from then on the segments are part of the repository,
/// needed by nobody until some backup relies on them. See format-spec/decisions/0017.
/// </summary>
public static class SessionAdoption
{
    /// <summary>Fences sessions and adopts their sealed segments.</summary>
    /// <param name="repository">The repository; its state is read again.</param>
    /// <param name="isDead">Which open sessions to end.</param>
    /// <param name="ownSession">The caller's own session, if it has one.</param>
    /// <param name="openSession">Opens a session for this, if the caller has none and one is needed.</param>
    /// <exception cref="RepositoryException">The store failed.</exception>
    public static AdoptionResult Run(
        ArchiveRepository repository, Func<SessionOpenRecord, bool> isDead, SessionId ownSession, Func<SessionLease>? openSession)
    {
        repository.Log.Refresh();
        var dead = repository.State.OpenSessions
            .Where(session => session.SessionId != ownSession && isDead(session))
            .Select(session => session.SessionId)
            .ToHashSet();
        if (dead.Count == 0 || repository.Keys is { Access: KeyAccess.WriteOnly })
        {
            // Keys that read no table cannot take over what it lists: that is left to somebody who can.
            return AdoptionResult.Nothing;
        }

        var keys = OrphanList.Find(repository)
            .Where(orphan => dead.Contains(orphan.Session))
            .Select(orphan => orphan.Key)
            .ToList();
        using var builders = new AdoptionIndexes(repository);
        var segments = ReadSegments(repository, keys, builders);
        if (segments.Count == 0)
        {
            return Commit(repository, ownSession, dead, segments, [], isTemporary: false);
        }

        using var lease = ownSession.IsZero ? openSession!() : null;
        var session = lease?.Id ?? ownSession;
        return Commit(repository, session, dead, segments, builders.Write(session), isTemporary: lease is not null);
    }

    private static List<AdoptableSegment> ReadSegments(ArchiveRepository repository, IEnumerable<ObjectKey> keys, AdoptionIndexes indexes)
    {
        var segments = new List<AdoptableSegment>();
        foreach (var key in keys)
        {
            if (!RepositoryNames.TryParseSegment(key, out var id))
            {
                continue;
            }

            try
            {
                var segment = SegmentFile.ReadSealed(repository, id);
                indexes.Add(segment);
                segments.Add(new AdoptableSegment(segment.Session, segment.Created, segment.Domain, segment.Summary));
            }
            catch (RepositoryException damage) when (damage.IsDamage)
            {
                // What is damaged is not worth taking over: it will be removed with the session's other leavings.
            }
        }

        return segments;
    }

    private static AdoptionResult Commit(
        ArchiveRepository repository,
        SessionId session,
        HashSet<SessionId> dead,
        List<AdoptableSegment> segments,
        IReadOnlyList<IndexAddRecord> indexes,
        bool isTemporary)
    {
        var fenced = new List<SessionId>();
        var adopted = new List<SegmentNumber>();
        repository.Log.Commit(session, state =>
        {
            // Whoever was faster has adopted what these had.
            fenced = [.. dead.Where(state.IsOpen).Order()];
            adopted = [];
            var records = new List<ManifestRecord>(fenced.Select(id => new SessionFenceRecord(id)));
            var number = state.NextSegmentNumber;
            foreach (var segment in segments.Where(segment => fenced.Contains(segment.Session)))
            {
                records.Add(CommitChange.Describe(segment.Summary, segment.Domain, number, segment.Session, segment.Created));
                adopted.Add(number);
                number = number.Next;
            }

            if (adopted.Count > 0)
            {
                records.AddRange(indexes);
            }

            if (isTemporary && state.IsOpen(session))
            {
                records.Add(new SessionCloseRecord(session, SessionOutcome.Committed));
            }

            return records;
        });
        return new AdoptionResult(fenced, adopted);
    }

    /// <summary>What a manifest will say of a segment: its table would take too much memory.</summary>
    private sealed record AdoptableSegment(SessionId Session, long Created, Domain Domain, SegmentSummary Summary);
}

using GeodeArchive.Format;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Repository.Sessions;

/// <summary>The records of the commit that ends a session, made and checked against one state.</summary>
/// <param name="Backup">The backup with its segments.</param>
/// <param name="Records">All records, in order.</param>
internal sealed record CommitChange(BackupAddRecord Backup, IReadOnlyList<ManifestRecord> Records)
{
    public static CommitChange Make(
        RepositoryState state,
        SessionId session,
        Domain domain,
        IReadOnlyList<SegmentSummary> segments,
        IReadOnlyList<SegmentVerifyRecord> verified,
        ChunkLedger ledger,
        BackupAddRecord backup,
        long now)
    {
        Check(state, session, ledger, backup);
        var records = new List<ManifestRecord>();
        var number = state.NextSegmentNumber;
        var needed = new List<SegmentNumber>(ledger.Used);
        foreach (var segment in segments)
        {
            needed.Add(number);
            records.Add(Describe(segment, domain, number, session, now));
            number = number.Next;
        }

        // Whatever was verified is used, and so exists.
        records.AddRange(verified);
        records.AddRange(ledger.Indexes.Select(index => index.ToRecord(session, domain)));
        records.AddRange(ledger.Used.Where(state.IsRetired).Select(number => new SegmentReviveRecord(number)));
        var complete = backup with { Segments = SegmentRuns.From(needed), StoredSize = StoredSize(state, segments, ledger, backup) };
        records.Add(complete);
        records.Add(new SessionCloseRecord(session, SessionOutcome.Committed));
        return new CommitChange(complete, records);
    }

    public static RepositoryException Fenced(SessionId session) => new(
        RepositoryError.Fenced,
        $"session {session} was ended by another command before it could commit",
        "run the backup again; what was stored already is found and reused");

    private static void Check(RepositoryState state, SessionId session, ChunkLedger ledger, BackupAddRecord backup)
    {
        if (!state.IsOpen(session))
        {
            throw Fenced(session);
        }

        if (state.FindBackup(backup.Name) is not null)
        {
            throw new RepositoryException(
                RepositoryError.Exists, $"a backup named {backup.Name} was made meanwhile", "run the command again with another name");
        }

        foreach (var number in ledger.Used)
        {
            if (state.FindSegment(number) is null)
            {
                throw new RepositoryException(
                    RepositoryError.Failed,
                    $"segment number {number}, which this backup relied on, was deleted meanwhile",
                    "run the backup again; what was stored already is found and reused");
            }
        }
    }

    public static SegmentAddRecord Describe(
        SegmentSummary segment, Domain domain, SegmentNumber number, SessionId session, long now) => new()
    {
        Number = number,
        SegmentId = segment.Id,
        SessionId = session,
        SegmentKind = segment.Kind,
        Domain = domain,
        KeyGeneration = segment.KeyGeneration,
        Size = segment.Size,
        PlainSize = segment.PlainSize,
        ChunkCount = segment.ChunkCount,
        RootHash = segment.RootHash,
        Verified = now,
    };

    private static long StoredSize(
        RepositoryState state, IReadOnlyList<SegmentSummary> segments, ChunkLedger ledger, BackupAddRecord backup)
    {
        var parent = state.FindBackup(backup.ParentId);
        var reused = ledger.Used
            .Where(number => parent is null || !parent.Segments.Contains(number))
            .Sum(number => state.FindSegment(number)!.Size);
        return reused + segments.Sum(segment => segment.Size);
    }
}

using GeodeArchive.Format;

namespace GeodeArchive.Tests.Database;

/// <summary>Checks what snapshot isolation promises between transactions whose place is known.</summary>
internal static class IsolationCheck
{
    public static void Run(IReadOnlyList<RecordedTransaction> all, IReadOnlyList<RecordedTransaction> there)
    {
        var committed = there.Where(record => record.Result.Xid != Xid.None).OrderBy(record => record.Result.Xid).ToList();
        foreach (var record in all)
        {
            SeesWhatWasAcknowledgedBefore(record, committed);
            switch (record.Outcome)
            {
                case TransactionOutcome.Acknowledged or TransactionOutcome.Appended when committed.Contains(record):
                    IsTheFirstToChangeWhatItChanges(record, committed);
                    break;
                case TransactionOutcome.Conflict:
                    HasACompetitor(record, all);
                    break;
            }
        }
    }

    private static void SeesWhatWasAcknowledgedBefore(RecordedTransaction record, List<RecordedTransaction> committed)
    {
        foreach (var before in committed)
        {
            if (before.Returned > 0 && before.Returned < record.Began && record.Snapshot is { } snapshot)
            {
                Assert.True(snapshot >= before.Result.Xid, $"a transaction reads {snapshot}, and began after {before.Result.Xid} was acknowledged");
            }

            if (before.Ordered > 0 && before.Ordered < record.Asked && record.Result.Xid != Xid.None)
            {
                Assert.True(record.Result.Xid > before.Result.Xid, $"{record.Result.Xid} was asked for when {before.Result.Xid} was in order");
            }
        }
    }

    private static void IsTheFirstToChangeWhatItChanges(RecordedTransaction record, List<RecordedTransaction> committed)
    {
        if (record.Snapshot is not { } snapshot)
        {
            return;
        }

        Assert.True(snapshot < record.Result.Xid, "a transaction reads its own future");
        foreach (var other in committed.Where(other => other.Result.Xid > snapshot && other.Result.Xid < record.Result.Xid))
        {
            Assert.False(
                record.IsInConflictWith(other), $"{record.Result.Xid} read {snapshot} and changed what {other.Result.Xid} had changed meanwhile");
        }
    }

    /// <summary>Nobody is refused without a reason.</summary>
    private static void HasACompetitor(RecordedTransaction record, IReadOnlyList<RecordedTransaction> all)
    {
        // Also one that was in order then, and was lost in a crash.
        var others = all.Where(other => other.Outcome is TransactionOutcome.Acknowledged or TransactionOutcome.Appended or TransactionOutcome.Unknown).ToList();

        // A graph that it found before it read anything can be gone in the state that it read then.
        var snapshot = record.Snapshot ?? Xid.None;
        Assert.True(
            others.Exists(other => (IsAfter(other, snapshot) && record.IsInConflictWith(other)) || IsOfSameGraphDropped(record, other)),
            $"a transaction that read {snapshot} was refused for nothing: {record.Refusal}");
    }

    private static bool IsAfter(RecordedTransaction other, Xid snapshot) => other.Result.Xid == Xid.None || other.Result.Xid > snapshot;

    private static bool IsOfSameGraphDropped(RecordedTransaction record, RecordedTransaction other) =>
        other.Effects.Any(graph => graph.Value.IsDropped && record.Effects.ContainsKey(graph.Key));
}

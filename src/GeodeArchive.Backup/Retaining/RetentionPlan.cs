using System.Globalization;
using GeodeArchive.Format;
using GeodeArchive.Io.Time;
using GeodeArchive.Repository.Manifests;

namespace GeodeArchive.Backup.Retaining;

/// <summary>
/// Decides for each backup whether it is kept, and why. Times are when a backup was started, in UTC. Every backup is complete, so that what
/// is kept needs none of what is removed.
/// </summary>
public static class RetentionPlan
{
    private const int DaysPerWeek = 7;

    /// <summary>Decides for all backups, in the order they were made.</summary>
    /// <param name="state">The repository.</param>
    /// <param name="rules">What to keep.</param>
    /// <param name="now">Now, in nanoseconds since 1970.</param>
    public static IReadOnlyList<RetentionDecision> Make(RepositoryState state, RetentionRules rules, long now)
    {
        // By their times: an import, or a clock that was set, may have brought the newest in first.
        var newestFirst = state.Backups.Index()
            .OrderByDescending(item => (item.Item.Started, item.Index))
            .Select(item => item.Item)
            .ToList();
        var reasons = new Dictionary<BackupId, string>();
        KeepHeld(state, reasons);
        KeepNewest(newestFirst.Where(backup => backup.BackupType == BackupType.Full), rules.KeepMin, "newest fulls (--keep-min)", reasons);
        KeepNewest(newestFirst, rules.KeepLast, "newest (--keep-last)", reasons);
        KeepEach(newestFirst, rules.KeepDaily, date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--keep-daily", reasons);
        KeepEach(newestFirst, rules.KeepWeekly, Week, "--keep-weekly", reasons);
        KeepEach(newestFirst, rules.KeepMonthly, date => date.ToString("yyyy-MM", CultureInfo.InvariantCulture), "--keep-monthly", reasons);
        KeepEach(newestFirst, rules.KeepYearly, date => date.ToString("yyyy", CultureInfo.InvariantCulture), "--keep-yearly", reasons);
        return [.. state.Backups.Select(backup => Decide(backup, rules, now, reasons.GetValueOrDefault(backup.BackupId)))];
    }

    private static RetentionDecision Decide(BackupAddRecord backup, RetentionRules rules, long now, string? reason)
    {
        if (reason is not null)
        {
            return new RetentionDecision(backup, true, reason);
        }

        if (rules.OlderThan is not { } age)
        {
            return new RetentionDecision(backup, false, "no rule keeps it");
        }

        var limit = WallTime.ToDateTime(now) - age;
        var isOld = WallTime.ToDateTime(backup.Started) < limit;
        var text = limit.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return new RetentionDecision(backup, !isOld, isOld ? $"older than {text}, and no rule keeps it" : $"not older than {text}");
    }

    private static void KeepHeld(RepositoryState state, Dictionary<BackupId, string> reasons)
    {
        foreach (var backup in state.Backups)
        {
            if (state.FindHold(backup.BackupId) is { } hold)
            {
                reasons.Add(backup.BackupId, $"held by {hold.Who}{(hold.Reason.Length == 0 ? string.Empty : $": {hold.Reason}")}");
            }
        }
    }

    private static void KeepNewest(IEnumerable<BackupAddRecord> newestFirst, int count, string what, Dictionary<BackupId, string> reasons)
    {
        foreach (var backup in newestFirst.Take(count))
        {
            reasons.TryAdd(backup.BackupId, $"one of the {count} {what}");
        }
    }

    private static void KeepEach(
        IEnumerable<BackupAddRecord> newestFirst,
        int count,
        Func<DateTimeOffset, string> period,
        string option,
        Dictionary<BackupId, string> reasons)
    {
        var groups = newestFirst.GroupBy(backup => period(WallTime.ToDateTime(backup.Started)), StringComparer.Ordinal);
        foreach (var group in groups.Take(count))
        {
            reasons.TryAdd(group.First().BackupId, $"the newest of {group.Key} ({option})");
        }
    }

    private static string Week(DateTimeOffset date)
    {
        var monday = date.Date.AddDays(-(((int)date.DayOfWeek + DaysPerWeek - 1) % DaysPerWeek));
        return string.Create(CultureInfo.InvariantCulture, $"the week of {monday:yyyy-MM-dd}");
    }
}

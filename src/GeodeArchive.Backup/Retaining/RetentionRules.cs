namespace GeodeArchive.Backup.Retaining;

/// <summary>Which backups a cleanup keeps. A backup is removed when it is old enough and no rule keeps it.</summary>
public sealed record RetentionRules
{
    /// <summary>Only backups that were started longer ago than this are removed; null for any.</summary>
    public TimeSpan? OlderThan { get; init; }

    /// <summary>This many of the newest full backups are kept.</summary>
    public int KeepMin { get; init; } = 1;

    /// <summary>This many of the newest backups are kept.</summary>
    public int KeepLast { get; init; }

    /// <summary>The newest backup of each of this many days that have one is kept.</summary>
    public int KeepDaily { get; init; }

    /// <summary>The newest backup of each of this many weeks, from Monday, that have one is kept.</summary>
    public int KeepWeekly { get; init; }

    /// <summary>The newest backup of each of this many months that have one is kept.</summary>
    public int KeepMonthly { get; init; }

    /// <summary>The newest backup of each of this many years that have one is kept.</summary>
    public int KeepYearly { get; init; }

    /// <summary>Whether anything but <see cref="KeepMin"/> says what may be removed: without, all but a few fulls would be.</summary>
    public bool SaysWhatToRemove => OlderThan is not null || KeepLast + KeepDaily + KeepWeekly + KeepMonthly + KeepYearly > 0;
}

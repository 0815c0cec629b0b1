namespace GeodeArchive.Fuzz.Targets;

/// <summary>Everything that is fuzzed.</summary>
public static class TargetRegistry
{
    /// <summary>All targets; the canaries first, so that a fuzzer that finds nothing is known early.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        .. CanaryTargets.All,
        .. HeaderTargets.All,
        .. BlockTargets.All,
        .. SegmentAndIndexTargets.All,
        .. RecordTargets.All,
        .. TreeTargets.All,
        .. LogTargets.All,
        .. LogArchiveTargets.All,
        .. ExportTargets.All,
        .. GraphTargets.All,
        .. DatabaseTargets.All,
        .. StoreTargets.All,
        .. CodecTargets.All,
        .. TextTargets.All,
        .. ScannerTargets.All,
        .. ArchiveTargets.All,
        .. InspectTargets.All,
    ];

    /// <summary>The target of that name, or null.</summary>
    public static FuzzTarget? Find(string name) => All.SingleOrDefault(target => target.Name == name);
}

using GeodeArchive.Format;
using GeodeArchive.Repository.Manifests;

namespace GeodeArchive.Backup.Collecting;

/// <summary>
/// What a commit says when chunks lie in other segments now: the changed lists of the backups, and the old segments retired.
/// </summary>
internal static class SegmentExchange
{
    /// <summary>Whether a segment is still there to be exchanged: another command may have been faster.</summary>
    public static bool IsOfUse(RepositoryState state, SegmentId segment) =>
        state.FindSegment(segment) is { } found && !state.IsRetired(found.Number);

    /// <summary>The records.</summary>
    /// <param name="state">The state that they will be applied to.</param>
    /// <param name="exchanged">Segments that are of use, each with those that take its place.</param>
    public static List<ManifestRecord> Records(
        RepositoryState state, IReadOnlyList<(SegmentNumber Old, IReadOnlyList<SegmentNumber> New)> exchanged)
    {
        var lists = new Dictionary<BackupId, HashSet<SegmentNumber>>();
        foreach (var (old, replacing) in exchanged)
        {
            foreach (var backup in state.Backups.Where(backup => backup.Segments.Contains(old)))
            {
                var list = lists.TryGetValue(backup.BackupId, out var known) ? known : lists[backup.BackupId] = [.. backup.Segments];
                list.Remove(old);
                list.UnionWith(replacing);
            }
        }

        var manifest = new ManifestNumber(state.Number.Value + 1);
        return
        [
            .. lists.OrderBy(list => list.Key.Value).Select(list => new BackupSegmentsRecord(list.Key, SegmentRuns.From(list.Value))),
            .. exchanged.Select(pair => new SegmentRetireRecord(pair.Old, manifest)),
        ];
    }
}

using GeodeArchive.Backup.Viewing;
using GeodeArchive.Format;

namespace GeodeArchive.Backup.Comparing;

/// <summary>
/// Compares the content of files: by the ids of what holds it, and byte by byte where these differ, for the same bytes may have been cut in
/// another way. Reads nothing that both have in common.
/// </summary>
internal sealed class ContentComparison
{
    private readonly BackupView _before;
    private readonly BackupView _after;

    public ContentComparison(BackupView before, BackupView after)
    {
        _before = before;
        _after = after;
    }

    /// <summary>Whether the bytes of two files differ.</summary>
    public bool Differ(TreeEntry before, TreeEntry after) =>
        before.Size != after.Size || CountDiffering(before, after, int.MaxValue, countMax: 1) > 0;

    /// <summary>How many pages of two files differ; those that only one of them has differ, too.</summary>
    /// <param name="before">The first file.</param>
    /// <param name="after">The second file.</param>
    /// <param name="pageSize">Bytes of a page.</param>
    /// <param name="countMax">Stops at so many.</param>
    public long CountDiffering(TreeEntry before, TreeEntry after, int pageSize, long countMax = long.MaxValue)
    {
        var left = new ContentCursor(_before, before);
        var right = new ContentCursor(_after, after);
        var count = 0L;
        var lastPage = -1L;
        while (count < countMax)
        {
            ContentCursor.Meet(left, right);
            if (left.IsAtEnd || right.IsAtEnd)
            {
                break;
            }

            var length = Math.Min(left.Rest, right.Rest);
            if (!ContentCursor.IsSame(left, right))
            {
                count += ContentCursor.CountDiffering(left, right, length, pageSize, ref lastPage);
            }

            left.Advance(length);
            right.Advance(length);
        }

        var more = Math.Abs(before.Size - after.Size);
        return count + (more / pageSize) + (more % pageSize == 0 ? 0 : 1);
    }
}

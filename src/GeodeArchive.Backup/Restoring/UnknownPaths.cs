using GeodeArchive.Io.Files;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup.Restoring;

/// <summary>Collects what is in a target and neither in the backup nor in its parent: the first in full, all of it as a count.</summary>
internal sealed class UnknownPaths(FilePath target)
{
    private const int ShownMax = 3;

    private readonly List<string> _shown = [];
    private long _count;

    public void Add(string path)
    {
        _count++;
        if (_shown.Count < ShownMax)
        {
            _shown.Add(path);
        }
    }

    /// <summary>Refuses the restore if there is anything.</summary>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.Exists"/>.</exception>
    public void DemandNone()
    {
        if (_count > 0)
        {
            var more = _count > _shown.Count ? $" and {_count - _shown.Count} more" : "";
            throw new RepositoryException(
                RepositoryError.Exists,
                $"{target} holds what neither the backup nor its parent knows: {string.Join(", ", _shown)}{more}; nothing was written",
                "move it away, leave it alone with --exclude, or have it removed with --delete-extra");
        }
    }
}

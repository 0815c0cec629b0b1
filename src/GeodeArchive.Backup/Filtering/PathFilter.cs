using GeodeArchive.Backup.Walking;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Filtering;

/// <summary>
/// What is left out: the last pattern that matches a path decides. What is below a directory that is left out is never asked for.
/// </summary>
internal sealed class PathFilter(IReadOnlyList<PathPattern> patterns)
{
    /// <summary>True if nothing is left out.</summary>
    public bool IsEmpty => patterns.Count == 0;

    /// <summary>True if an entry is left out.</summary>
    public bool IsExcluded(TreePath directory, FileName name, bool isDirectory)
    {
        for (var i = patterns.Count - 1; i >= 0; i--)
        {
            if (patterns[i].Matches(directory, name, isDirectory))
            {
                return !patterns[i].IsNegated;
            }
        }

        return false;
    }
}

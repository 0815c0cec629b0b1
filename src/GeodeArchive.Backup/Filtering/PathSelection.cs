using GeodeArchive.Backup.Walking;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Filtering;

/// <summary>What of a tree is restored: what is included, all if nothing is named, but for what is excluded. For one worker.</summary>
internal sealed class PathSelection
{
    private readonly IReadOnlyList<PathPattern> _included;
    private readonly PathFilter _excluded;
    private readonly bool[] _isMatched;

    public PathSelection(IReadOnlyList<PathPattern> included, IReadOnlyList<PathPattern> excluded)
    {
        _included = included;
        _excluded = new PathFilter(excluded);
        _isMatched = new bool[included.Count];
    }

    /// <summary>True if the tree's own directory is taken with all below it.</summary>
    public bool IsRootTaken => _included.Count == 0;

    /// <summary>What was included and has matched nothing so far.</summary>
    public IEnumerable<string> Unmatched => _included.Where((_, index) => !_isMatched[index]).Select(pattern => pattern.Text);

    /// <summary>What to do with an entry.</summary>
    /// <param name="directory">Where it is.</param>
    /// <param name="isTaken">Whether that directory is taken.</param>
    /// <param name="name">Its name.</param>
    /// <param name="isDirectory">Whether it is a directory.</param>
    public PathChoice Choose(TreePath directory, bool isTaken, FileName name, bool isDirectory)
    {
        if (!_excluded.IsEmpty && _excluded.IsExcluded(directory, name, isDirectory))
        {
            return PathChoice.Leave;
        }

        var isIncluded = isTaken;
        for (var i = 0; i < _included.Count; i++)
        {
            // Asked of all, even where one is enough: each that matches nothing is reported.
            if ((!isIncluded || !_isMatched[i]) && _included[i].Matches(directory, name, isDirectory))
            {
                isIncluded = _isMatched[i] = true;
            }
        }

        return isIncluded ? PathChoice.Take
            : isDirectory && MayTakeBelow(directory.Append(name)) ? PathChoice.Lead
            : PathChoice.Leave;
    }

    private bool MayTakeBelow(TreePath directory) => _included.Any(pattern => pattern.MayMatchBelow(directory));
}

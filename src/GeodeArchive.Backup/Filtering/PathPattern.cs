using GeodeArchive.Backup.Walking;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Filtering;

/// <summary>
/// A pattern for paths of a tree, much as in .gitignore: <c>*</c>, <c>?</c> and <c>[...]</c> stand for characters of one name,
/// <c>**</c> between slashes for any number of directories. With a slash at its beginning or inside it is the path from the tree's
/// own directory on, without one a name at any depth. A slash at its end restricts it to directories, a <c>!</c> at its beginning
/// takes back what patterns before it said. See README.md.
/// </summary>
public sealed class PathPattern
{
    private readonly NamePattern[] _names;

    private PathPattern(NamePattern[] names, bool isNegated, bool isForDirectories, string text)
    {
        _names = names;
        IsNegated = isNegated;
        IsForDirectories = isForDirectories;
        Text = text;
    }

    /// <summary>As it was given, for people.</summary>
    public string Text { get; }

    /// <summary>True if it takes back.</summary>
    public bool IsNegated { get; }

    private bool IsForDirectories { get; }

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">Its bytes.</param>
    /// <param name="pattern">The pattern; null if it is none.</param>
    /// <param name="reason">Why it is none.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out PathPattern? pattern, out string reason)
    {
        var rest = text;
        pattern = null;
        var isNegated = rest.StartsWith("!"u8);
        rest = isNegated ? rest[1..] : rest;
        var isForDirectories = rest.EndsWith("/"u8);
        rest = isForDirectories ? rest[..^1] : rest;
        var isAnchored = rest.Contains((byte)'/');
        rest = rest.StartsWith("./"u8) ? rest[2..] : rest.StartsWith("/"u8) ? rest[1..] : rest;
        var names = new List<NamePattern>();
        if (!isAnchored)
        {
            names.Add(NamePattern.AnyDirectories);
        }

        foreach (var range in rest.Split((byte)'/'))
        {
            var name = rest[range];
            if (name.IsEmpty || name.SequenceEqual("."u8) || name.SequenceEqual(".."u8))
            {
                reason = name.IsEmpty ? "a name in it is empty" : $"no path has the name {ByteText.Show(name)}";
                return false;
            }

            var parsed = NamePattern.Parse(name, out reason);
            if (parsed is null)
            {
                return false;
            }

            names.Add(parsed);
        }

        if (ReferenceEquals(names[^1], NamePattern.AnyDirectories))
        {
            // What is in a directory, at any depth, and not the directory itself.
            names.Add(NamePattern.AnyName);
        }

        pattern = new PathPattern([.. names], isNegated, isForDirectories, ByteText.Show(text));
        reason = "";
        return true;
    }

    /// <summary>True if the pattern matches this very path; what is below a directory is not asked about.</summary>
    internal bool Matches(TreePath directory, FileName name, bool isDirectory) =>
        (isDirectory || !IsForDirectories) && _names[^1].Matches(name.Bytes) && MatchesUpwards(_names.Length - 2, directory);

    /// <summary>True if the pattern may match something below a directory.</summary>
    internal bool MayMatchBelow(TreePath directory)
    {
        var path = directory.Names();
        for (var i = 0; i < path.Length; i++)
        {
            if (ReferenceEquals(_names[i], NamePattern.AnyDirectories))
            {
                return true;
            }

            if (i == _names.Length - 1 || !_names[i].Matches(path[i].Bytes))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Matches the names up to an index with all names from a directory up to the root; as stars do, with directories.</summary>
    private bool MatchesUpwards(int index, TreePath directory)
    {
        var afterStar = -2;
        var starPath = directory;
        var path = directory;
        while (true)
        {
            if (index >= 0 && ReferenceEquals(_names[index], NamePattern.AnyDirectories))
            {
                (afterStar, starPath) = (--index, path);
                if (index < 0)
                {
                    return true;
                }
            }
            else if (index < 0 && path.Parent is null)
            {
                return true;
            }
            else if (index >= 0 && path.Parent is not null && _names[index].Matches(path.Name.Bytes))
            {
                index--;
                path = path.Parent;
            }
            else if (afterStar >= -1 && starPath.Parent is not null)
            {
                starPath = starPath.Parent;
                (index, path) = (afterStar, starPath);
            }
            else
            {
                return false;
            }
        }
    }
}

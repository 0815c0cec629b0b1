using GeodeArchive.Io.Files;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup.Viewing;

/// <summary>A path in a backup, relative to what was backed up. Immutable.</summary>
public sealed class TreePath
{
    private TreePath(IReadOnlyList<FileName> names) => Names = names;

    /// <summary>What was backed up itself.</summary>
    public static TreePath Root { get; } = new([]);

    /// <summary>The names that lead there.</summary>
    public IReadOnlyList<FileName> Names { get; }

    /// <summary>
    /// Reads a path as <see cref="ToString"/> shows it. Slashes at its ends and double ones do not count, nor does ".": what is listed as
    /// "a/b" is found as "/a/./b/", too.
    /// </summary>
    /// <exception cref="FileException"><see cref="FileError.BadName"/>: a name that is too long, or "..".</exception>
    public static TreePath Parse(string text)
    {
        var names = new List<FileName>();
        foreach (var part in text.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part != ".")
            {
                names.Add(FileName.From(ByteText.Parse(part)));
            }
        }

        return new TreePath(names);
    }

    /// <summary>For people, with <c>\xNN</c> for bytes that are not printable UTF-8; "." for what was backed up itself.</summary>
    public override string ToString() => Names.Count == 0 ? "." : string.Join('/', Names);

    /// <summary>That nothing is there.</summary>
    internal RepositoryException NotFoundIn(BackupView view) => new(
        RepositoryError.NotFound,
        $"there is no {this} in backup {view.Backup.Name}",
        $"paths are relative to {view.SourceText}, which was backed up; geode-archive backup ls shows them");
}

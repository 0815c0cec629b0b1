using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Walking;

/// <summary>The place of an entry in a tree, which becomes text only where somebody must be told.</summary>
/// <param name="Directory">The directory that it is in, or that it is.</param>
/// <param name="Name">Its name there; null for the directory itself.</param>
internal readonly record struct EntryPath(TreePath Directory, FileName? Name)
{
    /// <summary>The path relative to the tree, for people.</summary>
    public override string ToString() => Name is { } name ? Directory.PathOf(name) : Directory.ToString();
}

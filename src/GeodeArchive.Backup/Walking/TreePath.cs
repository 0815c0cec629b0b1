using System.Text;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Walking;

/// <summary>A directory's place in a tree. Shares what is above it: a path of thousands of levels costs no more than one of two.</summary>
internal sealed class TreePath
{
    private TreePath(TreePath? parent, FileName name)
    {
        Parent = parent;
        Name = name;
        Depth = parent is null ? 0 : parent.Depth + 1;
    }

    /// <summary>The tree's own directory.</summary>
    public static TreePath Root { get; } = new(null, default);

    /// <summary>The directory above; null for the tree's own.</summary>
    public TreePath? Parent { get; }

    /// <summary>Its name there.</summary>
    public FileName Name { get; }

    /// <summary>Names that lead to it.</summary>
    public int Depth { get; }

    /// <summary>A directory below this one.</summary>
    public TreePath Append(FileName name) => new(this, name);

    /// <summary>The path of a name in it, relative to the tree, for people.</summary>
    public string PathOf(FileName name) => $"{this}{name}";

    /// <summary>The names that lead to it, from the tree on.</summary>
    public FileName[] Names()
    {
        var names = new FileName[Depth];
        for (var path = this; path.Parent is not null; path = path.Parent)
        {
            names[path.Depth - 1] = path.Name;
        }

        return names;
    }

    /// <summary>The path relative to the tree, empty or ending in '/', for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var name in Names())
        {
            text.Append(name.ToString()).Append('/');
        }

        return text.ToString();
    }
}

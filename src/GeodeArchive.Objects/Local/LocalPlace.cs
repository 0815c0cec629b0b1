using GeodeArchive.Io.Files;

namespace GeodeArchive.Objects.Local;

/// <summary>The open directory that holds an object, and the object's name in it.</summary>
internal readonly struct LocalPlace : IDisposable
{
    private readonly IDirectory _root;

    public LocalPlace(IDirectory directory, FileName name, IDirectory root)
    {
        Directory = directory;
        Name = name;
        _root = root;
    }

    public IDirectory Directory { get; }

    public FileName Name { get; }

    /// <summary>Closes a directory on the way down; the store's own root stays open.</summary>
    public static void Close(IDirectory directory, IDirectory root)
    {
        if (!ReferenceEquals(directory, root))
        {
            directory.Dispose();
        }
    }

    public void Dispose() => Close(Directory, _root);
}

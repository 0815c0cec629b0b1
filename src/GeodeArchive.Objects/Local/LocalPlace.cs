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

    /// <summary>Gives a temporary file beside it, whose content was synced, the object's name, and makes that durable.</summary>
    /// <exception cref="ObjectException">See <see cref="IObjectUpload.Complete"/>. The temporary name may be left.</exception>
    public void Publish(FileName temporary, ObjectKey key)
    {
        try
        {
            Directory.Rename(temporary, Directory, Name, replace: false);
        }
        catch (FileException error)
        {
            throw LocalErrors.TranslateRename(error, key.Text);
        }

        try
        {
            Directory.Sync();
        }
        catch (FileException error)
        {
            throw LocalErrors.TranslateSync(error, key.Text);
        }
    }

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

using System.Globalization;
using System.Text;
using System.Text.Unicode;
using GeodeArchive.Io;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Objects.Local;

/// <summary>
/// Objects as files below a directory. Created under a temporary name (a leading dot) beside their final one, synced, renamed without
/// replacing, and the directory synced: no lock, and nothing to clean up but temporary names of writers that died.
/// </summary>
public sealed partial class LocalObjectStore : IObjectStore
{
    private const int FileMode = 0x180; // 0600
    private const int DirectoryMode = 0x1C0; // 0700

    private readonly IDirectory _root;
    private readonly IEntropy _entropy;

    /// <summary>Makes a store over <paramref name="root"/>, which it owns from now on.</summary>
    public LocalObjectStore(IDirectory root, IEntropy entropy)
    {
        _root = root;
        _entropy = entropy;
    }

    /// <inheritdoc/>
    public string DisplayName => _root.DisplayPath;

    /// <inheritdoc/>
    public bool PutIfAbsent(ObjectKey key, ReadOnlySpan<byte> content)
    {
        using var place = OpenPlace(key, create: true);
        var temporary = TemporaryName();
        WriteTemporary(place.Directory, temporary, content, key);
        try
        {
            place.Publish(temporary, key);
            return true;
        }
        catch (ObjectException error)
        {
            TryDelete(place.Directory, temporary);
            if (error.Error != ObjectError.Exists)
            {
                throw;
            }

            SyncExisting(place.Directory, key);
            return false;
        }
    }

    /// <inheritdoc/>
    public IObjectUpload BeginUpload(ObjectKey key)
    {
        var place = OpenPlace(key, create: true);
        try
        {
            return new LocalObjectUpload(this, key, place, TemporaryName());
        }
        catch (FileException error)
        {
            place.Dispose();
            throw LocalErrors.TranslateFailure(error, key.Text);
        }
    }

    /// <inheritdoc/>
    public int GetRange(ObjectKey key, long offset, Span<byte> destination) => Get(key, offset, destination, FileOpening.Buffered);

    /// <inheritdoc/>
    public int GetAligned(ObjectKey key, long offset, AlignedBuffer destination, int length) =>
        Get(key, offset, destination.Span[..length], FileOpening.Direct);

    /// <inheritdoc/>
    public IObjectReader Open(ObjectKey key)
    {
        try
        {
            using var place = OpenPlace(key, create: false);
            return new LocalObjectReader(place.Directory.OpenFile(place.Name), key);
        }
        catch (FileException error)
        {
            throw LocalErrors.Translate(error, key.Text);
        }
    }

    private int Get(ObjectKey key, long offset, Span<byte> destination, FileOpening opening)
    {
        try
        {
            using var place = OpenPlace(key, create: false);
            using var file = place.Directory.OpenFile(place.Name, opening);
            return file.Read(destination, offset);
        }
        catch (FileException error)
        {
            throw LocalErrors.Translate(error, key.Text);
        }
    }

    /// <inheritdoc/>
    public (int Count, long Length) GetSuffix(ObjectKey key, Span<byte> destination)
    {
        using var file = Open(key);
        return file.ReadSuffix(destination);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ListFolders(string prefix)
    {
        try
        {
            if (prefix.Length == 0)
            {
                return FoldersOf(_root);
            }

            using var place = OpenPlace(ObjectKey.From(prefix.TrimEnd('/')), create: false);
            using var directory = place.Directory.OpenDirectory(place.Name);
            return FoldersOf(directory);
        }
        catch (ObjectException error) when (error.Error is ObjectError.NotFound)
        {
            return [];
        }
        catch (FileException error) when (error.Error is FileError.NotFound or FileError.NotADirectory)
        {
            return [];
        }
        catch (FileException error)
        {
            throw LocalErrors.TranslateFailure(error, prefix);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ObjectEntry> List(string prefix, bool recursive = true, int countMax = int.MaxValue)
    {
        var entries = new List<ObjectEntry>();
        try
        {
            if (prefix.Length == 0)
            {
                ListDirectory(_root, string.Empty, recursive, countMax, entries);
            }
            else
            {
                using var place = OpenPlace(ObjectKey.From(prefix.TrimEnd('/')), create: false);
                ListInner(place.Directory, place.Name, prefix, recursive, countMax, entries);
            }

            return entries;
        }
        catch (ObjectException error) when (error.Error is ObjectError.NotFound)
        {
            return entries;
        }
        catch (FileException error)
        {
            throw LocalErrors.TranslateFailure(error, prefix);
        }
    }

    /// <inheritdoc/>
    public bool Delete(ObjectKey key, bool isDurable = false)
    {
        try
        {
            using var place = OpenPlace(key, create: false);
            place.Directory.DeleteFile(place.Name);
            if (isDurable)
            {
                SyncDeletion(place.Directory, key);
            }

            return true;
        }
        catch (ObjectException error) when (error.Error == ObjectError.NotFound)
        {
            return false;
        }
        catch (FileException error)
        {
            return error.Error == FileError.NotFound ? false : throw LocalErrors.Translate(error, key.Text);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Dispose();

    /// <summary>Removes a temporary file if that can be done; a leftover harms nobody.</summary>
    internal static void TryDelete(IDirectory directory, FileName name)
    {
        try
        {
            directory.DeleteFile(name);
        }
        catch (FileException)
        {
            // The error that led here is the one to report; a leading dot keeps the leftover out of every listing.
        }
    }

    internal static IFile CreateTemporary(IDirectory directory, FileName name, FileOpening opening)
    {
        try
        {
            return directory.CreateFile(name, FileMode, opening);
        }
        catch (FileException error) when (error.Error != FileError.Exists)
        {
            // It may be there all the same. One that existed is another writer's.
            TryDelete(directory, name);
            throw;
        }
    }

    private static void WriteTemporary(IDirectory directory, FileName temporary, ReadOnlySpan<byte> content, ObjectKey key)
    {
        try
        {
            using var file = CreateTemporary(directory, temporary, FileOpening.Buffered);
            try
            {
                file.Write(content, 0);
                file.Sync();
            }
            catch
            {
                TryDelete(directory, temporary);
                throw;
            }
        }
        catch (FileException error)
        {
            throw LocalErrors.TranslateFailure(error, key.Text);
        }
    }

    /// <summary>Who made an object may have died before he could make its name durable.</summary>
    private static void SyncExisting(IDirectory directory, ObjectKey key)
    {
        try
        {
            directory.Sync();
        }
        catch (FileException error)
        {
            throw LocalErrors.TranslateSync(error, key.Text);
        }
    }

    private static void SyncDeletion(IDirectory directory, ObjectKey key)
    {
        try
        {
            directory.Sync();
        }
        catch (FileException error)
        {
            throw LocalErrors.TranslateDeletionSync(error, key.Text);
        }
    }

    private static List<string> FoldersOf(IDirectory directory)
    {
        var names = new List<string>();
        foreach (var entry in directory.List())
        {
            var name = Encoding.UTF8.GetString(entry.Name.Bytes);
            if (entry.Kind is FileKind.Directory or FileKind.Unknown && Utf8.IsValid(entry.Name.Bytes) && ObjectKey.IsValid(name))
            {
                names.Add(name);
            }
        }

        return names;
    }

    private static void ListDirectory(IDirectory directory, string prefix, bool recursive, int countMax, List<ObjectEntry> entries)
    {
        foreach (var entry in directory.List())
        {
            if (entries.Count >= countMax)
            {
                return;
            }

            // A name that is not UTF-8 is not one of ours. The name's own text is for people: it shows some bytes otherwise.
            var name = Encoding.UTF8.GetString(entry.Name.Bytes);
            if (!Utf8.IsValid(entry.Name.Bytes) || !ObjectKey.IsValid(name))
            {
                continue;
            }

            FileMetadata metadata;
            try
            {
                metadata = directory.GetMetadata(entry.Name);
            }
            catch (FileException error) when (error.Error == FileError.NotFound)
            {
                continue;
            }

            if (metadata.Kind == FileKind.Regular)
            {
                entries.Add(new ObjectEntry(ObjectKey.From(prefix + name), metadata.Size));
            }
            else if (metadata.Kind == FileKind.Directory && recursive)
            {
                ListInner(directory, entry.Name, prefix + name + "/", recursive, countMax, entries);
            }
        }
    }

    /// <summary>Lists a directory below one that is open; adds nothing if there is no such directory, or no longer.</summary>
    private static void ListInner(
        IDirectory directory, FileName name, string prefix, bool recursive, int countMax, List<ObjectEntry> entries)
    {
        try
        {
            using var inner = directory.OpenDirectory(name);
            ListDirectory(inner, prefix, recursive, countMax, entries);
        }
        catch (FileException error) when (error.Error is FileError.NotFound or FileError.NotADirectory)
        {
            // Only this directory's own absence comes to here: those below it, and single names, are passed over where they are met.
        }
    }

    private LocalPlace OpenPlace(ObjectKey key, bool create)
    {
        var components = key.Components();
        var directory = _root;
        try
        {
            for (var i = 0; i < components.Length - 1; i++)
            {
                var inner = OpenInner(directory, components[i], create);
                LocalPlace.Close(directory, _root);
                directory = inner;
            }
        }
        catch (FileException error)
        {
            LocalPlace.Close(directory, _root);
            throw create ? LocalErrors.TranslateFailure(error, key.Text) : LocalErrors.Translate(error, key.Text);
        }

        return new LocalPlace(directory, components[^1], _root);
    }

    /// <summary>Opens a directory; for something to be created in it, its own name is made durable, whoever made it.</summary>
    private static IDirectory OpenInner(IDirectory directory, FileName name, bool create)
    {
        if (!create)
        {
            return directory.OpenDirectory(name);
        }

        try
        {
            directory.CreateDirectory(name, DirectoryMode);
        }
        catch (FileException race) when (race.Error == FileError.Exists)
        {
            // Who made it may not have synced it yet, or have died before he could.
        }

        directory.Sync();
        return directory.OpenDirectory(name);
    }

    private FileName TemporaryName()
    {
        Span<byte> random = stackalloc byte[8];
        _entropy.Fill(random);
        return FileName.From(string.Create(CultureInfo.InvariantCulture, $".{Convert.ToHexStringLower(random)}.tmp"));
    }
}

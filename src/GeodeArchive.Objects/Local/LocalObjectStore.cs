using System.Globalization;
using System.Text;
using System.Text.Unicode;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Objects.Local;

/// <summary>
/// Objects as files below a directory. Created under a temporary name (a leading dot) beside their final one, synced, renamed without
/// replacing, and the directory synced: no lock, and nothing to clean up but temporary names of writers that died.
/// </summary>
public sealed class LocalObjectStore : IObjectStore
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
        try
        {
            using (var file = place.Directory.CreateFile(temporary, FileMode))
            {
                file.Write(content, 0);
                file.Sync();
            }

            place.Directory.Rename(temporary, place.Directory, place.Name, replace: false);
        }
        catch (FileException error)
        {
            TryDelete(place.Directory, temporary);
            return error.Error == FileError.Exists ? false : throw LocalErrors.Translate(error, key);
        }

        SyncNames(place.Directory, key);
        return true;
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
            throw LocalErrors.Translate(error, key);
        }
    }

    /// <inheritdoc/>
    public int GetRange(ObjectKey key, long offset, Span<byte> destination)
    {
        try
        {
            using var place = OpenPlace(key, create: false);
            using var file = place.Directory.OpenFile(place.Name);
            return file.Read(destination, offset);
        }
        catch (FileException error)
        {
            throw LocalErrors.Translate(error, key);
        }
    }

    /// <inheritdoc/>
    public (int Count, long Length) GetSuffix(ObjectKey key, Span<byte> destination)
    {
        try
        {
            using var place = OpenPlace(key, create: false);
            using var file = place.Directory.OpenFile(place.Name);
            var length = file.Length;
            var count = (int)Math.Min(length, destination.Length);
            return (file.Read(destination[..count], length - count), length);
        }
        catch (FileException error)
        {
            throw LocalErrors.Translate(error, key);
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
                return entries;
            }

            using var place = OpenPlace(ObjectKey.From(prefix.TrimEnd('/')), create: false);
            using var directory = place.Directory.OpenDirectory(place.Name);
            ListDirectory(directory, prefix, recursive, countMax, entries);
        }
        catch (FileException error) when (error.Error is FileError.NotFound)
        {
            return entries;
        }
        catch (ObjectException error) when (error.Error is ObjectError.NotFound)
        {
            return entries;
        }
        catch (FileException error)
        {
            throw LocalErrors.Translate(error, prefix);
        }

        return entries;
    }

    /// <inheritdoc/>
    public bool Delete(ObjectKey key)
    {
        try
        {
            using var place = OpenPlace(key, create: false);
            place.Directory.DeleteFile(place.Name);
            return true;
        }
        catch (ObjectException error) when (error.Error == ObjectError.NotFound)
        {
            return false;
        }
        catch (FileException error)
        {
            return error.Error == FileError.NotFound ? false : throw LocalErrors.Translate(error, key);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Dispose();

    /// <summary>Makes a new name durable; a failure leaves open whether it is.</summary>
    internal static void SyncNames(IDirectory directory, ObjectKey key)
    {
        try
        {
            directory.Sync();
        }
        catch (FileException error)
        {
            throw new ObjectException(
                ObjectError.OutcomeUnknown,
                key.Text,
                $"{key} was written, but whether it would survive a power cut is not known: {error.Message}",
                error);
        }
    }

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

    internal static IFile CreateTemporary(IDirectory directory, FileName name) =>
        directory.CreateFile(name, FileMode, FileOpening.Direct);

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
                using var inner = directory.OpenDirectory(entry.Name);
                ListDirectory(inner, prefix + name + "/", recursive, countMax, entries);
            }
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
            throw LocalErrors.Translate(error, key);
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

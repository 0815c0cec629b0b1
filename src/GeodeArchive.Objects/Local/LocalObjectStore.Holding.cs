using System.Buffers;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Objects.Local;

/// <content>Holds, and files that are no objects.</content>
public sealed partial class LocalObjectStore
{
    private const int TemporaryDigits = 16;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);

    /// <inheritdoc/>
    public IDisposable? Hold(ObjectKey key)
    {
        var place = OpenPlace(key, create: true);
        var temporary = TemporaryName();
        IFile? file = null;
        try
        {
            // The file has its name only when it is locked: who finds it unlocked knows that its maker is dead.
            file = CreateTemporary(place.Directory, temporary, FileOpening.Buffered);
            if (!file.TryLock())
            {
                throw new ObjectException(ObjectError.Failed, key.Text, $"a file that was just made is locked: {temporary}");
            }

            place.Directory.Rename(temporary, place.Directory, place.Name, replace: false);
            return new LocalHold(place, file);
        }
        catch (Exception error) when (error is FileException or ObjectException)
        {
            file?.Dispose();
            TryDelete(place.Directory, temporary);
            place.Dispose();
            throw error is FileException failure ? LocalErrors.TranslateFailure(failure, key.Text) : error;
        }
    }

    /// <inheritdoc/>
    public bool? IsHeld(ObjectKey key)
    {
        try
        {
            using var place = OpenPlace(key, create: false);
            using var file = place.Directory.OpenFileForWriting(place.Name);
            return !file.TryLock();
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
    public int RemoveUnfinished(string prefix, Func<bool> isIdle)
    {
        var found = new List<(IDirectory Directory, FileName Name)>();
        var opened = new List<IDirectory>();
        try
        {
            using var place = OpenPlace(ObjectKey.From(prefix.TrimEnd('/')), create: false);
            FindTemporaries(place.Directory.OpenDirectory(place.Name), found, opened);
            if (found.Count == 0 || !isIdle())
            {
                return 0;
            }

            foreach (var (directory, name) in found)
            {
                TryDelete(directory, name);
            }

            return found.Count;
        }
        catch (ObjectException error) when (error.Error == ObjectError.NotFound)
        {
            return 0;
        }
        catch (FileException error)
        {
            return error.Error == FileError.NotFound ? 0 : throw LocalErrors.TranslateFailure(error, prefix);
        }
        finally
        {
            opened.ForEach(directory => directory.Dispose());
        }
    }

    /// <inheritdoc/>
    public IFile CreateScratch()
    {
        var name = TemporaryName();
        try
        {
            var file = CreateTemporary(_root, name, FileOpening.Buffered);
            TryDelete(_root, name);
            return file;
        }
        catch (FileException error)
        {
            throw LocalErrors.TranslateFailure(error, name.ToString());
        }
    }

    /// <summary>Whether a name is one that this store gives to files being written, and nothing more than that.</summary>
    internal static bool IsTemporaryName(ReadOnlySpan<byte> name) =>
        name.Length == 1 + TemporaryDigits + ".tmp".Length
        && name[0] == '.'
        && name.EndsWith(".tmp"u8)
        && !name.Slice(1, TemporaryDigits).ContainsAnyExcept(HexDigits);

    private static void FindTemporaries(IDirectory directory, List<(IDirectory Directory, FileName Name)> found, List<IDirectory> opened)
    {
        opened.Add(directory);
        foreach (var entry in directory.List())
        {
            if (IsTemporaryName(entry.Name.Bytes))
            {
                found.Add((directory, entry.Name));
            }
            else if (entry.Kind is FileKind.Directory && entry.Name.Bytes[0] != '.')
            {
                FindTemporaries(directory.OpenDirectory(entry.Name), found, opened);
            }
        }
    }
}

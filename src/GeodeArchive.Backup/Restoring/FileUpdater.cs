using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Restoring;

/// <summary>
/// Brings one file of the target up to date. One that differs is written beside under another name, made durable and renamed over it, so
/// that whatever interrupts this leaves the old file or the new one. For one worker.
/// </summary>
internal sealed class FileUpdater
{
    private readonly FileComparer _comparer;
    private readonly MetadataRestorer _metadata;
    private readonly TemporaryNames _names;

    public FileUpdater(FileComparer comparer, MetadataRestorer metadata, TemporaryNames names)
    {
        _comparer = comparer;
        _metadata = metadata;
        _names = names;
    }

    /// <summary>Brings a file up to date.</summary>
    /// <param name="directory">Where it is.</param>
    /// <param name="name">Its name; no directory.</param>
    /// <param name="entry">What it should be.</param>
    /// <param name="path">For messages.</param>
    /// <param name="isReplaced">Whether a new file is made even if nothing differs.</param>
    /// <param name="write">Makes and fills a file under the name it is given, taking what it can from the old one if that can be read.
    /// </param>
    /// <returns>True if nothing differed.</returns>
    public bool Update(
        IDirectory directory, FileName name, TreeEntry entry, EntryPath path, bool isReplaced, Action<FileName, IFile?> write)
    {
        using var old = TryOpen(directory, name);
        if (old is not null && !isReplaced && _comparer.IsSame(old, entry))
        {
            if (MetadataRestorer.IsSame(old, entry))
            {
                return true;
            }

            // Other names of it may be anybody's.
            if (old.GetMetadata().LinkCount == 1)
            {
                _metadata.Update(old, entry, path);
                return false;
            }
        }

        var temporary = _names.Make(made => Write(directory, made, old, write));
        directory.Rename(temporary, directory, name, replace: true);
        return false;
    }

    private static void Write(IDirectory directory, FileName temporary, IFile? old, Action<FileName, IFile?> write)
    {
        try
        {
            write(temporary, old);
        }
        catch (Exception failure) when (failure is not FileException { Error: FileError.Exists })
        {
            // Nothing of a restore stays behind; where this fails, too, the next restore removes it.
            TryDelete(directory, temporary);
            throw;
        }
    }

    private static void TryDelete(IDirectory directory, FileName name)
    {
        try
        {
            directory.DeleteFile(name);
        }
        catch (FileException)
        {
            // What failed before is what is reported.
        }
    }

    private static IFile? TryOpen(IDirectory directory, FileName name)
    {
        try
        {
            return directory.OpenFile(name);
        }
        catch (FileException error) when (error.Error is FileError.Denied or FileError.WrongKind)
        {
            // Who may not read it may still replace it; and so is what is no file, but a link or FIFO.
            return null;
        }
    }
}

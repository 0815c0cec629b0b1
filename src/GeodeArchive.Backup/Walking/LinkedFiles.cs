using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Walking;

/// <summary>
/// The files with several names of which not all have been met, so that each is read once. Memory: about 300 bytes a file; at most
/// <see cref="CountMax"/> are kept. Beyond that the further names of a file are read like files of their own, and found to hold nothing
/// new.
/// </summary>
internal sealed class LinkedFiles
{
    private const int CountMax = 1 << 17;

    private readonly Dictionary<(ulong Device, ulong Inode), LinkedFile> _files = [];

    /// <summary>Notes a name of a file.</summary>
    /// <param name="metadata">The file, which has several names.</param>
    /// <param name="file">The file, to be told what is stored for it; null if it is not kept.</param>
    /// <returns>True if it was met before, and has not changed since.</returns>
    public bool IsFurtherName(FileMetadata metadata, out LinkedFile? file)
    {
        var key = (metadata.Device, metadata.Inode);
        if (_files.TryGetValue(key, out file))
        {
            if (file.IsStill(metadata))
            {
                if (--file.LeftCount == 0)
                {
                    _files.Remove(key);
                }

                return true;
            }

            _files.Remove(key);
        }

        file = _files.Count < CountMax ? new LinkedFile(metadata) : null;
        if (file is not null)
        {
            _files.Add(key, file);
        }

        return false;
    }
}

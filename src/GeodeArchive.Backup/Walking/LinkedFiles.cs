using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Walking;

/// <summary>
/// The files with several names of which not all have been met, so that each is read once. Memory: at most about <see cref="SizeMax"/>,
/// which is some 140,000 files without extended attributes. Beyond that the further names of a file are read like files of their own, and
/// found to hold nothing new. Used by the walk; a file is told by the assembler what it holds.
/// </summary>
internal sealed class LinkedFiles(long sizeMax = LinkedFiles.SizeMax)
{
    /// <summary>Bytes of all files together, about.</summary>
    public const long SizeMax = 40 << 20;

    private readonly Dictionary<(ulong Device, ulong Inode), LinkedFile> _files = [];
    private long _size;

    /// <summary>Bytes of memory that the files take, about.</summary>
    public long Size => Interlocked.Read(ref _size);

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
                    Forget(key, file);
                }

                return true;
            }

            Forget(key, file);
        }

        file = Size + LinkedFile.SizeLeast <= sizeMax ? new LinkedFile(this, metadata) : null;
        if (file is not null)
        {
            _files.Add(key, file);
        }

        return false;
    }

    /// <summary>Notes that a file takes more memory, or less. Safe for several workers.</summary>
    public void AddSize(long size) => Interlocked.Add(ref _size, size);

    private void Forget((ulong Device, ulong Inode) key, LinkedFile file)
    {
        _files.Remove(key);
        file.Forget();
    }
}

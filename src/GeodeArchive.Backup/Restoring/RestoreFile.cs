using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;

namespace GeodeArchive.Backup.Restoring;

/// <summary>A file to be written.</summary>
/// <param name="Directory">Where; held until the file is done.</param>
/// <param name="Entry">What.</param>
/// <param name="Way">How.</param>
internal readonly record struct RestoreFile(DirectoryLease Directory, TreeEntry Entry, RestoreWay Way)
{
    /// <summary>Lets go of the directories of files that nobody will write.</summary>
    public static void Release(IEnumerable<RestoreFile> files)
    {
        foreach (var file in files)
        {
            file.Directory.Release();
        }
    }
}

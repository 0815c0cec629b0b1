using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;

namespace GeodeArchive.Backup.Restoring;

/// <summary>A file to be written, or a part of one.</summary>
/// <param name="Directory">Where; held until the file is done.</param>
/// <param name="Entry">What.</param>
/// <param name="Way">How.</param>
/// <param name="Part">Which part, of a file that several workers write; null for a whole file.</param>
internal readonly record struct RestoreFile(DirectoryLease Directory, TreeEntry Entry, RestoreWay Way, RestorePart? Part = null)
{
    /// <summary>Lets go of the directories of files that nobody will write.</summary>
    public static void Release(IEnumerable<RestoreFile> files)
    {
        foreach (var file in files)
        {
            file.Part?.File.Abandon();
            file.Directory.Release();
        }
    }
}

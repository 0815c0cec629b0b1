using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;

namespace GeodeArchive.Backup.Restoring;

/// <summary>A file to be written.</summary>
/// <param name="Directory">Where; held until the file is done.</param>
/// <param name="Entry">What.</param>
internal readonly record struct RestoreFile(DirectoryLease Directory, TreeEntry Entry);

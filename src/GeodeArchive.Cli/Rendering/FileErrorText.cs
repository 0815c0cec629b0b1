using GeodeArchive.Io.Files;

namespace GeodeArchive.Cli.Rendering;

/// <summary>What to do about a file operation that failed.</summary>
internal static class FileErrorText
{
    /// <summary>A hint for each reason.</summary>
    public static string HintFor(FileError error) => error switch
    {
        FileError.Io => "the medium or its connection may be failing: the kernel's log (dmesg) may say more",
        FileError.NotFound => "nothing of that name is there: look at the path, and whether everything is mounted",
        FileError.Exists => "nothing is overwritten: choose another name, or move away what is there",
        FileError.Denied => "run it as a user who may do this, or change owner and mode of what is named",
        FileError.NoSpace => "free some space, or raise the quota, and run it again",
        FileError.NotEmpty => "name an absent or empty directory",
        FileError.NotADirectory => "a directory is wanted: some part of the path is something else",
        FileError.WrongKind => "a regular file is wanted there, not a directory, link, pipe or device",
        FileError.Unsupported => "that file system cannot do this: use another one, such as ext4, xfs or btrfs",
        FileError.ReadOnly => "the file system is mounted read-only: use another one, or mount it again with rw",
        FileError.BadName => "a name has 1 to 255 bytes and is neither . nor .., a path has at most 4,095 bytes",
        FileError.TooManyOpenFiles => "raise the limit of open files (ulimit -n), or take fewer workers (--parallel)",
        FileError.Busy => "another program uses it: wait for it, or end it",
        FileError.Closed => "whoever read the output has gone: what was asked for may have been done",
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, "no reason of a failed operation"),
    };
}

using GeodeArchive.Io.Files;

namespace GeodeArchive.Io.Linux;

/// <summary>Metadata of the directory and of the names in it.</summary>
internal sealed unsafe partial class LinuxDirectory
{
    public FileMetadata GetMetadata() =>
        Statx.TryGet(_handle, out var metadata) ? metadata : throw Errno.LastException("read the metadata of", DisplayPath);

    public FileMetadata GetMetadata(FileName name) =>
        Statx.TryGet(_handle, name, out var metadata) ? metadata : throw Errno.LastException("read the metadata of", PathOf(name));

    public void SetOwner(FileName name, long userId, long groupId)
    {
        NativeArguments.CheckOwner(userId, groupId, PathOf(name));
        fixed (byte* nativeName = name.Terminated)
        {
            var result = Libc.fchownat(_handle, nativeName, (uint)userId, (uint)groupId, Libc.AT_SYMLINK_NOFOLLOW);
            Demand(result, "set the owner of", name);
        }
    }

    public void SetMode(FileName name, int mode)
    {
        NativeArguments.CheckMode(mode);
        fixed (byte* nativeName = name.Terminated)
        {
            var result = Libc.fchmodat(_handle, nativeName, (uint)mode, Libc.AT_SYMLINK_NOFOLLOW);
            if (result == 0)
            {
                return;
            }

            var number = Errno.Last;
            throw number == Libc.EOPNOTSUPP && GetMetadata(name).Kind == FileKind.SymbolicLink
                ? new FileException(FileError.WrongKind, "set the mode of", PathOf(name), "it is a symbolic link")
                : Errno.ToException(number, "set the mode of", PathOf(name));
        }
    }

    public void SetModifiedTime(FileName name, FileTime modified)
    {
        var times = stackalloc long[NativeArguments.TimesLength];
        NativeArguments.FillTimes(times, modified, PathOf(name));
        fixed (byte* nativeName = name.Terminated)
        {
            Demand(Libc.utimensat(_handle, nativeName, times, Libc.AT_SYMLINK_NOFOLLOW), "set the times of", name);
        }
    }

    public void SetOwner(long userId, long groupId)
    {
        NativeArguments.CheckOwner(userId, groupId, DisplayPath);
        Demand(Libc.fchown(_handle, (uint)userId, (uint)groupId), "set the owner of");
    }

    public void SetMode(int mode)
    {
        NativeArguments.CheckMode(mode);
        Demand(Libc.fchmod(_handle, (uint)mode), "set the mode of");
    }

    public void SetModifiedTime(FileTime modified)
    {
        var times = stackalloc long[NativeArguments.TimesLength];
        NativeArguments.FillTimes(times, modified, DisplayPath);
        Demand(Libc.futimens(_handle, times), "set the times of");
    }
}

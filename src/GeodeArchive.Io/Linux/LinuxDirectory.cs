using System.Text;
using GeodeArchive.Io.Files;
using Microsoft.Win32.SafeHandles;

namespace GeodeArchive.Io.Linux;

/// <summary>An open directory: names in it are looked up below its descriptor, whatever happens to the path above.</summary>
internal sealed unsafe partial class LinuxDirectory : IDirectory
{
    private readonly SafeFileHandle _handle;

    // A listing moves the descriptor's own position.
    private readonly Lock _listing = new();

    private readonly LinuxDirectory? _above;
    private readonly FileName _name;
    private string? _displayPath;

    /// <summary>Takes over <paramref name="handle"/>.</summary>
    internal LinuxDirectory(SafeFileHandle handle, string displayPath)
    {
        _handle = handle;
        _displayPath = displayPath;
    }

    /// <summary>Takes over the handle of a directory below another one.</summary>
    internal LinuxDirectory(SafeFileHandle handle, LinuxDirectory above, FileName name)
    {
        _handle = handle;
        _above = above;
        _name = name;
    }

    // Made when it is asked for: in a tree that is thousands of levels deep, the paths of its directories are larger than all else.
    public string DisplayPath => _displayPath ??= MakeDisplayPath();

    public IReadOnlyList<DirectoryEntry> List()
    {
        lock (_listing)
        {
            return DirectoryListing.Read(_handle) ?? throw Errno.LastException("list", DisplayPath);
        }
    }

    public void CreateDirectory(FileName name, int mode)
    {
        NativeArguments.CheckMode(mode);
        fixed (byte* nativeName = name.Terminated)
        {
            Demand(Libc.mkdirat(_handle, nativeName, (uint)mode), "create", name);
        }

        if (GetMetadata(name).Mode != mode)
        {
            SetMode(name, mode);
        }
    }

    public void CreateSymbolicLink(FileName name, ReadOnlySpan<byte> target)
    {
        if (target.IsEmpty || target.Contains((byte)0))
        {
            throw new FileException(FileError.BadName, "create", PathOf(name), "its target is empty or holds a NUL byte");
        }

        byte[] terminated = [.. target, 0];
        fixed (byte* nativeTarget = terminated, nativeName = name.Terminated)
        {
            Demand(Libc.symlinkat(nativeTarget, _handle, nativeName), "create", name);
        }
    }

    public void CreateSpecialFile(FileName name, FileKind kind, int mode, ulong deviceNumber)
    {
        NativeArguments.CheckMode(mode);
        fixed (byte* nativeName = name.Terminated)
        {
            var device = NativeArguments.DeviceOf(deviceNumber);
            Demand(Libc.mknodat(_handle, nativeName, (uint)(NativeArguments.KindBits(kind) | mode), device), "create", name);
        }

        if (GetMetadata(name).Mode != mode)
        {
            SetMode(name, mode);
        }
    }

    public void CreateHardLink(FileName name, IDirectory target, FileName targetName)
    {
        var directory = target as LinuxDirectory
            ?? throw new ArgumentException("The target is a directory of another file system implementation.", nameof(target));
        var number = Link(name, directory, targetName);
        if (number != 0)
        {
            throw Errno.ToException(number, "link", $"{PathOf(name)} to {directory.PathOf(targetName)}");
        }
    }

    public byte[] ReadSymbolicLink(FileName name)
    {
        // The kernel takes no longer target: PATH_MAX with its NUL.
        const int TargetSize = 4096;
        var target = stackalloc byte[TargetSize];
        fixed (byte* nativeName = name.Terminated)
        {
            var length = Libc.readlinkat(_handle, nativeName, target, TargetSize);
            if (length < 0)
            {
                throw Errno.Last == Libc.EINVAL
                    ? new FileException(FileError.WrongKind, "read the link", PathOf(name), "it is not a symbolic link")
                    : Errno.LastException("read the link", PathOf(name));
            }

            return new ReadOnlySpan<byte>(target, (int)length).ToArray();
        }
    }

    public void Rename(FileName name, IDirectory target, FileName targetName, bool replace)
    {
        var directory = target as LinuxDirectory
            ?? throw new ArgumentException("The target is a directory of another file system implementation.", nameof(target));
        int result;
        fixed (byte* nativeName = name.Terminated, nativeTarget = targetName.Terminated)
        {
            do
            {
                result = Libc.renameat2(_handle, nativeName, directory._handle, nativeTarget, replace ? 0 : Libc.RENAME_NOREPLACE);
            }
            while (Errno.IsInterrupted(result));
        }

        if (result == 0)
        {
            return;
        }

        if (!replace && Errno.Last is Libc.EINVAL or Libc.ENOSYS)
        {
            RenameByLink(name, directory, targetName);
            return;
        }

        throw Errno.LastException("rename", $"{PathOf(name)} to {directory.PathOf(targetName)}");
    }

    public void DeleteFile(FileName name) => Unlink(name, flags: 0);

    public void DeleteDirectory(FileName name) => Unlink(name, Libc.AT_REMOVEDIR);

    public void Sync()
    {
        var number = TrySync(Libc.fsync);

        // Some file systems (shared folders of virtual machines) have no way to sync a directory alone.
        DemandSynced(number == Libc.EINVAL ? TrySync(Libc.syncfs) : number);
    }

    public void SyncFileSystem() => DemandSynced(TrySync(Libc.syncfs));

    public void Dispose() => _handle.Dispose();

    private string MakeDisplayPath()
    {
        var names = new Stack<FileName>();
        var directory = this;
        for (; directory._displayPath is null; directory = directory._above!)
        {
            names.Push(directory._name);
        }

        var path = new StringBuilder(directory._displayPath.TrimEnd('/'));
        foreach (var name in names)
        {
            path.Append('/').Append(name.ToString());
        }

        return path.ToString();
    }

    /// <summary>Returns 0 or the error number.</summary>
    private int TrySync(Func<SafeFileHandle, int> sync)
    {
        int result;
        do
        {
            result = sync(_handle);
        }
        while (Errno.IsInterrupted(result));

        return result < 0 ? Errno.Last : 0;
    }

    private void DemandSynced(int number)
    {
        if (number != 0)
        {
            throw Errno.ToSyncException(number, DisplayPath);
        }
    }

    /// <summary>
    /// A rename that refuses to replace, for file systems without one (NFS, some FUSE): a second name, then the first one
    /// removed. Just as exclusive; only a crash in between, or a refusal to remove the first name, leaves both.
    /// </summary>
    internal void RenameByLink(FileName name, LinuxDirectory target, FileName targetName)
    {
        if (!Statx.TryGet(_handle, name, out var file))
        {
            throw Errno.LastException("rename", $"{PathOf(name)} to {target.PathOf(targetName)}");
        }

        var number = Link(name, target, targetName);

        // Where the reply of an NFS server was lost, the request is sent again and fails though the first one succeeded. As with lock
        // files, what is under the new name tells.
        if (number != 0 && !target.Holds(targetName, file))
        {
            throw Errno.ToException(number, "rename", $"{PathOf(name)} to {target.PathOf(targetName)}");
        }

        try
        {
            Unlink(name, flags: 0);
        }
        catch (FileException)
        {
            // The file has its new name, and that is what was asked for: the old one is a leftover.
        }
    }

    /// <summary>Gives a file a second name; returns 0 or the error number.</summary>
    private int Link(FileName name, LinuxDirectory target, FileName targetName)
    {
        int result;
        fixed (byte* nativeName = name.Terminated, nativeTarget = targetName.Terminated)
        {
            do
            {
                result = Libc.linkat(_handle, nativeName, target._handle, nativeTarget, flags: 0);
            }
            while (Errno.IsInterrupted(result));
        }

        return result < 0 ? Errno.Last : 0;
    }

    private bool Holds(FileName name, FileMetadata file) =>
        Statx.TryGet(_handle, name, out var found) && found.Inode == file.Inode && found.Device == file.Device;

    private void Unlink(FileName name, int flags)
    {
        int result;
        fixed (byte* nativeName = name.Terminated)
        {
            do
            {
                result = Libc.unlinkat(_handle, nativeName, flags);
            }
            while (Errno.IsInterrupted(result));
        }

        Demand(result, "delete", name);
    }

    private string PathOf(FileName name) => DisplayPaths.Join(DisplayPath, name);

    private void Demand(int result, string operation, FileName name)
    {
        if (result < 0)
        {
            throw Errno.LastException(operation, PathOf(name));
        }
    }

    private void Demand(int result, string operation)
    {
        if (result < 0)
        {
            throw Errno.LastException(operation, DisplayPath);
        }
    }
}

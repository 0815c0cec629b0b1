using GeodeArchive.Io.Files;

namespace GeodeArchive.Simulation.Disks;

/// <summary>Renaming and deleting.</summary>
internal sealed partial class SimulatedDirectory
{
    public void Rename(FileName name, IDirectory target, FileName targetName, bool replace)
    {
        var directory = target as SimulatedDirectory
            ?? throw new ArgumentException("The target is a directory of another file system implementation.", nameof(target));
        _disk.Perform(
            DiskOperations.Rename,
            "rename",
            PathOf(name),
            _ =>
            {
                DemandOpen();
                directory.DemandOpen();
                name.DemandUsable();
                targetName.DemandUsable();
                Move(name, directory, targetName, replace);
                return true;
            },
            directory.PathOf(targetName));
    }

    public void CreateHardLink(FileName name, IDirectory target, FileName targetName)
    {
        var directory = target as SimulatedDirectory
            ?? throw new ArgumentException("The target is a directory of another file system implementation.", nameof(target));
        _disk.Perform(
            DiskOperations.Create,
            "link",
            PathOf(name),
            _ =>
            {
                DemandOpen();
                directory.DemandOpen();
                name.DemandUsable();
                targetName.DemandUsable();
                var node = Find(name, "link");
                if (node is DirectoryNode)
                {
                    throw Error(FileError.Denied, "link", name);
                }

                directory.Place(targetName, node);
                node.LinkCount++;
                node.Changed = _disk.Now;
                return true;
            },
            directory.PathOf(targetName));
    }

    public void DeleteFile(FileName name) => Perform(DiskOperations.Delete, "delete", name, () =>
    {
        if (Find(name, "delete") is DirectoryNode)
        {
            throw Error(FileError.WrongKind, "delete", name);
        }

        Remove(name, removed: null);
        return true;
    });

    public void DeleteDirectory(FileName name) => Perform(DiskOperations.Delete, "delete", name, () =>
    {
        var directory = Find(name, "delete") as DirectoryNode ?? throw Error(FileError.NotADirectory, "delete", name);
        if (directory.Live.Count > 0)
        {
            throw Error(FileError.NotEmpty, "delete", name);
        }

        Remove(name, directory);
        return true;
    });

    private void Remove(FileName name, DirectoryNode? removed)
    {
        _disk.Unlink(_node.Live[name]);
        _node.Live.Remove(name);
        _node.Touch(_disk.Now);
        _disk.Journal.Add(_node, [new NameSlot(_node, name, After: null)], removed, isMove: false);
    }

    private void Move(FileName name, SimulatedDirectory target, FileName targetName, bool replace)
    {
        var node = Find(name, "rename");
        DemandMovable(node, name, target, targetName, replace);
        if (target._node.Live.TryGetValue(targetName, out var replaced))
        {
            if (replaced == node)
            {
                return;
            }

            _disk.Unlink(replaced);
        }

        _node.Live.Remove(name);
        target._node.Live[targetName] = node;
        _node.Touch(_disk.Now);
        target._node.Touch(_disk.Now);
        node.Changed = _disk.Now;
        if (node is DirectoryNode moved)
        {
            moved.Parent = target._node;
        }

        _disk.Journal.Add(
            target._node,
            [new NameSlot(_node, name, After: null), new NameSlot(target._node, targetName, node)],
            replaced as DirectoryNode,
            isMove: true);
    }

    /// <summary>The kernel's reasons to refuse a rename, in its order.</summary>
    private void DemandMovable(SimulatedNode node, FileName name, SimulatedDirectory target, FileName targetName, bool replace)
    {
        var refusal = (node, target._node.Live.GetValueOrDefault(targetName)) switch
        {
            _ when target._disk != _disk => FileError.Unsupported,
            _ when target._node.LinkCount == 0 => FileError.NotFound,
            (_, not null) when !replace => FileError.Exists,
            (DirectoryNode moved, _) when target._node.SelfAndAncestors().Contains(moved) => FileError.Unsupported,
            (DirectoryNode, not null and not DirectoryNode) => FileError.NotADirectory,
            (not DirectoryNode, DirectoryNode) => FileError.WrongKind,
            (_, DirectoryNode { Live.Count: > 0 } replaced) when replaced != node => FileError.NotEmpty,
            _ => (FileError?)null,
        };
        if (refusal is { } error)
        {
            throw new FileException(error, "rename", $"{PathOf(name)} to {target.PathOf(targetName)}");
        }
    }
}

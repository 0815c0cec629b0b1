using GeodeArchive.Io.Files;

namespace GeodeArchive.Simulation.Disks;

/// <summary>A file, directory or link, apart from its name.</summary>
internal abstract class SimulatedNode
{
    private const ulong DeviceOfDisk = 1;

    protected SimulatedNode(ulong inode, NodeAttributes attributes, FileTime changed)
    {
        Inode = inode;
        Attributes = attributes;
        DurableAttributes = attributes;
        Changed = changed;
    }

    internal ulong Inode { get; }

    internal abstract FileKind Kind { get; }

    internal abstract long Size { get; }

    internal virtual long AllocatedSize => 0;

    internal virtual ulong DeviceNumber => 0;

    /// <summary>Names that programs see. 0 once it was deleted: only those who have it open still see it.</summary>
    internal long LinkCount { get; set; } = 1;

    internal NodeAttributes Attributes { get; set; }

    internal NodeAttributes DurableAttributes { get; set; }

    internal FileTime Changed { get; set; }

    /// <summary>Content changed.</summary>
    internal void Touch(FileTime now)
    {
        Attributes = Attributes with { Modified = now };
        Changed = now;
    }

    internal FileMetadata ToMetadata() => new()
    {
        Kind = Kind,
        Mode = Attributes.Mode,
        UserId = Attributes.UserId,
        GroupId = Attributes.GroupId,
        Size = Size,
        AllocatedSize = AllocatedSize,
        Modified = Attributes.Modified,
        Changed = Changed,
        Inode = Inode,
        Device = DeviceOfDisk,
        LinkCount = LinkCount,
        DeviceNumber = DeviceNumber,
    };
}

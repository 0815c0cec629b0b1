using GeodeArchive.Io.Files;

namespace GeodeArchive.Simulation.Disks;

/// <summary>A symbolic link.</summary>
internal sealed class LinkNode(ulong inode, NodeAttributes attributes, FileTime changed, byte[] target)
    : SimulatedNode(inode, attributes, changed)
{
    internal byte[] Target { get; } = target;

    internal override FileKind Kind => FileKind.SymbolicLink;

    internal override long Size => Target.Length;
}

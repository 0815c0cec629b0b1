using GeodeArchive.Io.Files;

namespace GeodeArchive.Simulation.Disks;

/// <summary>A FIFO, socket or device.</summary>
internal sealed class SpecialNode(ulong inode, NodeAttributes attributes, FileTime changed, FileKind kind, ulong deviceNumber)
    : SimulatedNode(inode, attributes, changed)
{
    internal override FileKind Kind => kind;

    internal override long Size => 0;

    internal override ulong DeviceNumber => deviceNumber;
}

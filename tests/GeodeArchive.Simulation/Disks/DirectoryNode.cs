using GeodeArchive.Io.Files;

namespace GeodeArchive.Simulation.Disks;

/// <summary>
/// A directory: its names as programs see them, and as they are on the medium. Sorted, so that every run walks them alike.
/// </summary>
internal sealed class DirectoryNode(ulong inode, NodeAttributes attributes, FileTime changed, DirectoryNode? parent)
    : SimulatedNode(inode, attributes, changed)
{
    internal SortedDictionary<FileName, SimulatedNode> Live { get; } = [];

    internal SortedDictionary<FileName, SimulatedNode> Durable { get; } = [];

    /// <summary>Where it is in what programs see; null for the root.</summary>
    internal DirectoryNode? Parent { get; set; } = parent;

    internal override FileKind Kind => FileKind.Directory;

    internal override long Size => FilePage.Size;

    internal override long AllocatedSize => FilePage.Size;

    /// <summary>This directory and all above it.</summary>
    internal IEnumerable<DirectoryNode> SelfAndAncestors()
    {
        for (var node = this; node is not null; node = node.Parent)
        {
            yield return node;
        }
    }
}

using GeodeArchive.Io.Files;

namespace GeodeArchive.Simulation.Disks;

/// <summary>A regular file.</summary>
internal sealed class RegularNode(ulong inode, NodeAttributes attributes, FileTime changed, FileContent content)
    : SimulatedNode(inode, attributes, changed)
{
    internal FileContent Content { get; } = content;

    /// <summary>Who has locked it; not kept over a crash.</summary>
    internal SimulatedFile? LockedBy { get; set; }

    internal override FileKind Kind => FileKind.Regular;

    internal override long Size => Content.Length;

    internal override long AllocatedSize => Content.AllocatedPageCount * FilePage.Size;
}

using GeodeArchive.Io.Files;

namespace GeodeArchive.Simulation.Disks;

/// <summary>One name of a snapshot. Two are equal if kind, metadata that a restore brings back, and content are.</summary>
/// <param name="Path">Path relative to where the snapshot starts.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="UserId">Owner.</param>
/// <param name="GroupId">Group.</param>
/// <param name="Modified">Modification time.</param>
/// <param name="Content">Bytes of a file or target of a link, as text: hexadecimal.</param>
public sealed record SnapshotEntry(string Path, FileKind Kind, int Mode, long UserId, long GroupId, FileTime Modified, string Content)
{
    internal static SnapshotEntry Of(string path, SimulatedNode node) => new(
        path, node.Kind, node.Attributes.Mode, node.Attributes.UserId, node.Attributes.GroupId, node.Attributes.Modified, ContentOf(node));

    private static string ContentOf(SimulatedNode node)
    {
        switch (node)
        {
            case RegularNode file:
                var bytes = new byte[file.Content.Length];
                file.Content.Read(bytes, offset: 0, isStale: false);
                return Convert.ToHexStringLower(bytes);
            case LinkNode link:
                return Convert.ToHexStringLower(link.Target);
            default:
                return "";
        }
    }
}

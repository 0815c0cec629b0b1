using GeodeArchive.Io.Files;

namespace GeodeArchive.Simulation.Disks;

/// <summary>One name of a snapshot. Two are equal if kind, metadata that a restore brings back, and content are.</summary>
/// <param name="Path">Path relative to where the snapshot starts.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="UserId">Owner.</param>
/// <param name="GroupId">Group.</param>
/// <param name="Modified">Modification time.</param>
/// <param name="Content">Bytes of a file, target of a link or number of a device, as text: hexadecimal.</param>
/// <param name="AllocatedSize">Bytes of a file that are no holes.</param>
/// <param name="Attributes">Extended attributes, as text.</param>
/// <param name="FirstName">The first path in the snapshot that is the same file: its own, unless it is a further name.</param>
public sealed record SnapshotEntry(
    string Path,
    FileKind Kind,
    int Mode,
    long UserId,
    long GroupId,
    FileTime Modified,
    string Content,
    long AllocatedSize,
    string Attributes,
    string FirstName)
{
    internal static SnapshotEntry Of(string path, SimulatedNode node, string firstName) => new(
        path,
        node.Kind,
        node.Attributes.Mode,
        node.Attributes.UserId,
        node.Attributes.GroupId,
        node.Attributes.Modified,
        ContentOf(node),
        node.AllocatedSize,
        string.Join(", ", node.Attributes.Extended.Select(one => $"{ByteText.Show(one.Name)}={Convert.ToHexStringLower(one.Value)}")),
        firstName);

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
            case SpecialNode special:
                return $"{special.DeviceNumber:x}";
            default:
                return "";
        }
    }
}

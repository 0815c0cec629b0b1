using GeodeArchive.Io.Files;

namespace GeodeArchive.Simulation.Disks;

/// <summary>Sets what programs can set on a node. The results are for use as an expression.</summary>
internal static class AttributeChange
{
    private const int SetUserIdBit = 0x800;
    private const int SetGroupIdBit = 0x400;
    private const int GroupExecuteBit = 0x8;

    internal static bool SetOwner(SimulatedNode node, long userId, long groupId, FileTime now)
    {
        var mode = node.Attributes.Mode;
        if (node is RegularNode)
        {
            // The kernel leaves setgid without group execute alone: it once meant mandatory locking.
            mode &= ~SetUserIdBit & ((mode & GroupExecuteBit) != 0 ? ~SetGroupIdBit : ~0);
        }

        // The kernel takes capabilities away, too.
        var kept = node.Attributes.Extended.Where(attribute => !attribute.Name.AsSpan().SequenceEqual("security.capability"u8)).ToList();
        node.Attributes = node.Attributes with { UserId = userId, GroupId = groupId, Mode = mode, Extended = kept };
        node.Changed = now;
        return true;
    }

    internal static bool SetMode(SimulatedNode node, int mode, FileTime now)
    {
        node.Attributes = node.Attributes with { Mode = mode };
        node.Changed = now;
        return true;
    }

    internal static bool SetModifiedTime(SimulatedNode node, FileTime modified, FileTime now)
    {
        node.Attributes = node.Attributes with { Modified = modified };
        node.Changed = now;
        return true;
    }

    internal static bool Set(SimulatedNode node, ExtendedAttribute attribute, FileTime now)
    {
        var others = node.Attributes.Extended.Where(other => !other.Name.AsSpan().SequenceEqual(attribute.Name));
        return Set(node, [.. others, new ExtendedAttribute([.. attribute.Name], [.. attribute.Value])], now);
    }

    internal static bool TryRemove(SimulatedNode node, byte[] name, FileTime now)
    {
        var left = node.Attributes.Extended.Where(other => !other.Name.AsSpan().SequenceEqual(name)).ToList();
        return left.Count < node.Attributes.Extended.Count && Set(node, left, now);
    }

    private static bool Set(SimulatedNode node, List<ExtendedAttribute> attributes, FileTime now)
    {
        attributes.Sort((left, right) => left.Name.AsSpan().SequenceCompareTo(right.Name));
        node.Attributes = node.Attributes with { Extended = attributes };
        node.Changed = now;
        return true;
    }
}

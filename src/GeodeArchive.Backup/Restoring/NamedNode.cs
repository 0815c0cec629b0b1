using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Restoring;

/// <summary>What must not be opened, by its name: a link, FIFO, socket or device.</summary>
internal sealed class NamedNode(IDirectory directory, FileName name) : INode
{
    public FileMetadata GetMetadata() => directory.GetMetadata(name);

    public void SetOwner(long userId, long groupId) => directory.SetOwner(name, userId, groupId);

    public void SetMode(int mode) => directory.SetMode(name, mode);

    public void SetModifiedTime(FileTime modified) => directory.SetModifiedTime(name, modified);

    public IReadOnlyList<ExtendedAttribute> ReadAttributes() => directory.ReadAttributes(name);

    public void SetAttribute(ExtendedAttribute attribute) => directory.SetAttribute(name, attribute);

    public void RemoveAttribute(ReadOnlySpan<byte> attribute) => directory.RemoveAttribute(name, attribute);
}

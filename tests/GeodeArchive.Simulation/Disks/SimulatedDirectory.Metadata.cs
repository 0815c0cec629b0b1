using GeodeArchive.Io.Files;
using GeodeArchive.Io.Linux;

namespace GeodeArchive.Simulation.Disks;

/// <summary>Metadata of the directory and of the names in it.</summary>
internal sealed partial class SimulatedDirectory
{
    public FileMetadata GetMetadata() => Perform(DiskOperations.ReadMetadata, "read the metadata of", _node.ToMetadata);

    public FileMetadata GetMetadata(FileName name) => Perform(
        DiskOperations.ReadMetadata, "read the metadata of", name, () => Find(name, "read the metadata of").ToMetadata());

    public void SetOwner(FileName name, long userId, long groupId)
    {
        NativeArguments.CheckOwner(userId, groupId, PathOf(name));
        Perform(DiskOperations.SetMetadata, "set the owner of", name, () => AttributeChange.SetOwner(
            Find(name, "set the owner of"), userId, groupId, _disk.Now));
    }

    public void SetMode(FileName name, int mode)
    {
        NativeArguments.CheckMode(mode);
        Perform(DiskOperations.SetMetadata, "set the mode of", name, () =>
            Find(name, "set the mode of") is { Kind: not FileKind.SymbolicLink } node
                ? AttributeChange.SetMode(node, mode, _disk.Now)
                : throw Error(FileError.WrongKind, "set the mode of", name));
    }

    public void SetModifiedTime(FileName name, FileTime modified)
    {
        NativeArguments.CheckTime(modified, PathOf(name));
        Perform(DiskOperations.SetMetadata, "set the times of", name, () =>
            AttributeChange.SetModifiedTime(Find(name, "set the times of"), modified, _disk.Now));
    }

    public void SetOwner(long userId, long groupId)
    {
        NativeArguments.CheckOwner(userId, groupId, DisplayPath);
        Perform(DiskOperations.SetMetadata, "set the owner of", () => AttributeChange.SetOwner(_node, userId, groupId, _disk.Now));
    }

    public void SetMode(int mode)
    {
        NativeArguments.CheckMode(mode);
        Perform(DiskOperations.SetMetadata, "set the mode of", () => AttributeChange.SetMode(_node, mode, _disk.Now));
    }

    public void SetModifiedTime(FileTime modified)
    {
        NativeArguments.CheckTime(modified, DisplayPath);
        Perform(DiskOperations.SetMetadata, "set the times of", () => AttributeChange.SetModifiedTime(_node, modified, _disk.Now));
    }

    public IReadOnlyList<ExtendedAttribute> ReadAttributes() =>
        Perform(DiskOperations.ReadMetadata, "read the attributes of", () => _node.Attributes.Extended);

    public void SetAttribute(ExtendedAttribute attribute) =>
        Perform(DiskOperations.SetMetadata, "set an attribute of", () => AttributeChange.Set(_node, attribute, _disk.Now));

    public void RemoveAttribute(ReadOnlySpan<byte> name)
    {
        const string Verb = "remove an attribute of";
        var copy = name.ToArray();
        Perform(DiskOperations.SetMetadata, Verb, () => AttributeChange.TryRemove(_node, copy, _disk.Now)
            ? true
            : throw new FileException(FileError.NotFound, Verb, DisplayPath));
    }

    public IReadOnlyList<ExtendedAttribute> ReadAttributes(FileName name) => Perform(
        DiskOperations.ReadMetadata, "read the attributes of", name, () => Find(name, "read the attributes of").Attributes.Extended);

    public void SetAttribute(FileName name, ExtendedAttribute attribute) => Perform(
        DiskOperations.SetMetadata,
        "set an attribute of",
        name,
        () => AttributeChange.Set(Find(name, "set an attribute of"), attribute, _disk.Now));

    public void RemoveAttribute(FileName name, ReadOnlySpan<byte> attribute)
    {
        const string Verb = "remove an attribute of";
        var copy = attribute.ToArray();
        Perform(DiskOperations.SetMetadata, Verb, name, () => AttributeChange.TryRemove(Find(name, Verb), copy, _disk.Now)
            ? true
            : throw Error(FileError.NotFound, Verb, name));
    }
}

using GeodeArchive.Io.Files;

namespace GeodeArchive.Io.Linux;

/// <summary>Extended attributes of the directory and of the names in it.</summary>
internal sealed unsafe partial class LinuxDirectory
{
    public IReadOnlyList<ExtendedAttribute> ReadAttributes() => new AttributeAccess(_handle).TryRead(out var attributes)
        ? attributes
        : throw Errno.LastException("read the attributes of", DisplayPath);

    public void SetAttribute(ExtendedAttribute attribute) => new AttributeAccess(_handle).Set(attribute, DisplayPath);

    public void RemoveAttribute(ReadOnlySpan<byte> name) => new AttributeAccess(_handle).Remove(name, DisplayPath);

    public IReadOnlyList<ExtendedAttribute> ReadAttributes(FileName name)
    {
        byte* path = stackalloc byte[AttributeAccess.PathSizeMax];
        AttributeAccess.FillPath(_handle, name, new Span<byte>(path, AttributeAccess.PathSizeMax));
        return new AttributeAccess(path).TryRead(out var attributes)
            ? attributes
            : throw Errno.LastException("read the attributes of", PathOf(name));
    }

    public void SetAttribute(FileName name, ExtendedAttribute attribute)
    {
        byte* path = stackalloc byte[AttributeAccess.PathSizeMax];
        AttributeAccess.FillPath(_handle, name, new Span<byte>(path, AttributeAccess.PathSizeMax));
        new AttributeAccess(path).Set(attribute, PathOf(name));
    }

    public void RemoveAttribute(FileName name, ReadOnlySpan<byte> attribute)
    {
        byte* path = stackalloc byte[AttributeAccess.PathSizeMax];
        AttributeAccess.FillPath(_handle, name, new Span<byte>(path, AttributeAccess.PathSizeMax));
        new AttributeAccess(path).Remove(attribute, PathOf(name));
    }
}

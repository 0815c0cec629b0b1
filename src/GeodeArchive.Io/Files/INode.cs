namespace GeodeArchive.Io.Files;

/// <summary>
/// What an open file or directory has beside its content. Everything acts on the node itself, whatever becomes of its names. Throws
/// <see cref="FileException"/>.
/// </summary>
public interface INode
{
    /// <summary>Its metadata.</summary>
    FileMetadata GetMetadata();

    /// <summary>Sets owner and group. Clears setuid, setgid and capabilities of a file, as the kernel does: call it first.</summary>
    void SetOwner(long userId, long groupId);

    /// <summary>Sets the permission bits (07777).</summary>
    void SetMode(int mode);

    /// <summary>Sets the modification time.</summary>
    void SetModifiedTime(FileTime modified);

    /// <summary>
    /// Its extended attributes, in no given order: one call of the system where there are none. <see cref="FileError.Unsupported"/> where
    /// the file system has none at all.
    /// </summary>
    IReadOnlyList<ExtendedAttribute> ReadAttributes();

    /// <summary>Sets an extended attribute. ACLs must come after <see cref="SetMode"/>, which changes them.</summary>
    void SetAttribute(ExtendedAttribute attribute);

    /// <summary>Takes an extended attribute away. <see cref="FileError.NotFound"/> when there is none of that name.</summary>
    void RemoveAttribute(ReadOnlySpan<byte> name);
}

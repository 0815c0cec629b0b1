namespace GeodeArchive.Io.Files;

/// <summary>
/// An open directory. All operations take one name inside it and never follow a symbolic link, so that neither a hostile
/// archive nor a tree that changes while it is read can lead outside. Safe for use by several workers at once.
/// All methods throw <see cref="FileException"/>.
/// </summary>
/// <remarks>
/// Durability: a created, renamed or deleted name survives a power cut only after <see cref="Sync"/> of the directory that
/// holds it; a file's bytes and length only after <see cref="IFile.Sync"/>.
/// </remarks>
public interface IDirectory : INode, IDisposable
{
    /// <summary>The path as opened, for messages only.</summary>
    string DisplayPath { get; }

    /// <summary>Lists the directory without "." and "..", in no given order.</summary>
    IReadOnlyList<DirectoryEntry> List();

    /// <summary>Opens a directory inside this one.</summary>
    IDirectory OpenDirectory(FileName name);

    /// <summary>Opens a regular file for reading. Anything that is not a regular file is refused with <see cref="FileError.WrongKind"/>
    /// (and never waited on: a FIFO does not block).</summary>
    IFile OpenFile(FileName name, FileOpening opening = FileOpening.Buffered);

    /// <summary>Opens a regular file that exists, for reading and writing.</summary>
    IFile OpenFileForWriting(FileName name, FileOpening opening = FileOpening.Buffered);

    /// <summary>Creates a regular file, open for reading and writing. <see cref="FileError.Exists"/> when the name is taken.</summary>
    /// <param name="name">The new name.</param>
    /// <param name="mode">Permission bits (07777), not narrowed by the process's umask.</param>
    /// <param name="opening">Through the page cache or past it.</param>
    IFile CreateFile(FileName name, int mode, FileOpening opening = FileOpening.Buffered);

    /// <summary>Creates a directory with exactly these permission bits. <see cref="FileError.Exists"/> when the name is taken.</summary>
    void CreateDirectory(FileName name, int mode);

    /// <summary>Creates a symbolic link with the given target bytes. <see cref="FileError.Exists"/> when the name is taken.</summary>
    void CreateSymbolicLink(FileName name, ReadOnlySpan<byte> target);

    /// <summary>
    /// Creates a FIFO, socket or device with exactly these permission bits. <see cref="FileError.Exists"/> when the name is taken,
    /// <see cref="FileError.Denied"/> for a device when the user may make none.
    /// </summary>
    /// <param name="name">The new name.</param>
    /// <param name="kind">One of these four kinds.</param>
    /// <param name="mode">Permission bits (07777).</param>
    /// <param name="deviceNumber">Of a device: as <see cref="FileMetadata.DeviceNumber"/>.</param>
    void CreateSpecialFile(FileName name, FileKind kind, int mode, ulong deviceNumber);

    /// <summary>
    /// Gives what is no directory a second name, maybe in another directory of the same file system; a link gets one itself.
    /// <see cref="FileError.Exists"/> when the name is taken.
    /// </summary>
    void CreateHardLink(FileName name, IDirectory target, FileName targetName);

    /// <summary>The target bytes of a symbolic link. <see cref="FileError.WrongKind"/> when it is something else.</summary>
    byte[] ReadSymbolicLink(FileName name);

    /// <summary>
    /// Gives the file a new name, atomically, maybe in another directory of the same file system. After a failure with
    /// <see cref="FileError.Io"/> (a network file system may have lost the answer) or <see cref="FileError.NotFound"/> (the first try of a
    /// request that was sent twice may have moved it) the file may or may not have its new name; after any other it has not.
    /// </summary>
    /// <param name="name">Name in this directory.</param>
    /// <param name="target">Directory of the new name.</param>
    /// <param name="targetName">The new name.</param>
    /// <param name="replace">True: a file of that name is replaced. False: it is refused with <see cref="FileError.Exists"/>,
    /// decided by the kernel in the same step, so that of several racing callers exactly one wins.</param>
    void Rename(FileName name, IDirectory target, FileName targetName, bool replace);

    /// <summary>Removes a file, link or other non-directory.</summary>
    void DeleteFile(FileName name);

    /// <summary>Removes an empty directory. <see cref="FileError.NotEmpty"/> otherwise.</summary>
    void DeleteDirectory(FileName name);

    /// <summary>Metadata of a name, of a link itself rather than its target.</summary>
    FileMetadata GetMetadata(FileName name);

    /// <summary>
    /// Sets owner and group of a name (of a link itself). Clears setuid and setgid of a file, as the kernel does: call it before
    /// <see cref="SetMode"/>. <see cref="FileError.Unsupported"/> for ids that no file can have (below 0, above 2^32 - 2).
    /// </summary>
    void SetOwner(FileName name, long userId, long groupId);

    /// <summary>
    /// Sets the permission bits of a file or directory. <see cref="FileError.WrongKind"/> for a symbolic link, which has none.
    /// </summary>
    void SetMode(FileName name, int mode);

    /// <summary>
    /// Sets the modification time of a name (of a link itself). <see cref="FileError.Unsupported"/> for nanoseconds out of range.
    /// </summary>
    void SetModifiedTime(FileName name, FileTime modified);

    /// <summary>Extended attributes of a name (of a link itself), see <see cref="INode.ReadAttributes"/>.</summary>
    IReadOnlyList<ExtendedAttribute> ReadAttributes(FileName name);

    /// <summary>Sets an extended attribute of a name (of a link itself).</summary>
    void SetAttribute(FileName name, ExtendedAttribute attribute);

    /// <summary>Takes an extended attribute of a name (of a link itself) away.</summary>
    void RemoveAttribute(FileName name, ReadOnlySpan<byte> attribute);

    /// <summary>Makes the names in this directory durable. After a failure: as for <see cref="IFile.Sync"/>.</summary>
    void Sync();

    /// <summary>
    /// Makes everything durable that was written to the file system of this directory, by anybody. After a failure: as for
    /// <see cref="IFile.Sync"/>. Linux (from 5.8) tells only of writes that failed since this directory was opened, so open it
    /// before the first write.
    /// </summary>
    void SyncFileSystem();
}

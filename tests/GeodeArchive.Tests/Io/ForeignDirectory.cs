using GeodeArchive.Io.Files;

namespace GeodeArchive.Tests.Io;

/// <summary>A directory of an implementation that no other knows. Nothing but its existence is used.</summary>
internal sealed class ForeignDirectory : IDirectory
{
    public string DisplayPath => "foreign";

    public IReadOnlyList<DirectoryEntry> List() => throw Unused();

    public IDirectory OpenDirectory(FileName name) => throw Unused();

    public IFile OpenFile(FileName name, FileOpening opening = FileOpening.Buffered) => throw Unused();

    public IFile OpenFileForWriting(FileName name, FileOpening opening = FileOpening.Buffered) => throw Unused();

    public IFile CreateFile(FileName name, int mode, FileOpening opening = FileOpening.Buffered) => throw Unused();

    public void CreateDirectory(FileName name, int mode) => throw Unused();

    public void CreateSymbolicLink(FileName name, ReadOnlySpan<byte> target) => throw Unused();

    public byte[] ReadSymbolicLink(FileName name) => throw Unused();

    public void Rename(FileName name, IDirectory target, FileName targetName, bool replace) => throw Unused();

    public void DeleteFile(FileName name) => throw Unused();

    public void DeleteDirectory(FileName name) => throw Unused();

    public FileMetadata GetMetadata() => throw Unused();

    public FileMetadata GetMetadata(FileName name) => throw Unused();

    public void SetOwner(FileName name, long userId, long groupId) => throw Unused();

    public void SetMode(FileName name, int mode) => throw Unused();

    public void SetModifiedTime(FileName name, FileTime modified) => throw Unused();

    public void SetOwner(long userId, long groupId) => throw Unused();

    public void SetMode(int mode) => throw Unused();

    public void SetModifiedTime(FileTime modified) => throw Unused();

    public void CreateSpecialFile(FileName name, FileKind kind, int mode, ulong deviceNumber) => throw Unused();

    public void CreateHardLink(FileName name, IDirectory target, FileName targetName) => throw Unused();

    public IReadOnlyList<ExtendedAttribute> ReadAttributes() => throw Unused();

    public void SetAttribute(ExtendedAttribute attribute) => throw Unused();

    public void RemoveAttribute(ReadOnlySpan<byte> name) => throw Unused();

    public IReadOnlyList<ExtendedAttribute> ReadAttributes(FileName name) => throw Unused();

    public void SetAttribute(FileName name, ExtendedAttribute attribute) => throw Unused();

    public void RemoveAttribute(FileName name, ReadOnlySpan<byte> attribute) => throw Unused();

    public void Sync() => throw Unused();

    public void SyncFileSystem() => throw Unused();

    public void Dispose()
    {
        // Holds nothing.
    }

    private static InvalidOperationException Unused() => new("Another implementation's directory was used.");
}

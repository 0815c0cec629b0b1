using System.Buffers.Binary;
using System.Diagnostics;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Linux;

namespace GeodeArchive.Tests.Io;

/// <summary>What the kernel says when the medium, a server or a limit is in the way.</summary>
public sealed class LinuxFaultTests
{
    private const int EIO = 5;
    private const int EEXIST = 17;
    private const int EINVAL = 22;
    private const int EFBIG = 27;
    private const int ENOSPC = 28;
    private const int EROFS = 30;
    private const int EDQUOT = 122;

    private static readonly FileName One = FileName.From("one");
    private static readonly FileName Two = FileName.From("two");

    [Fact]
    public void A_file_system_without_exclusive_rename_renames_by_a_link() => InDirectory(directory =>
    {
        FailingSystemCalls.Run(
            () => directory.Rename(One, directory, Two, replace: false), (SystemCall.RenameAt2, EINVAL));
        Assert.Equal([Two], Names(directory));
    });

    [Fact]
    public void A_rename_by_link_whose_old_name_stays_has_happened() => InDirectory(directory =>
    {
        FailingSystemCalls.Run(() => directory.RenameByLink(One, directory, Two), (SystemCall.UnlinkAt, EIO));
        Assert.Equal([One, Two], Names(directory));
        Assert.Equal(directory.GetMetadata(One).Inode, directory.GetMetadata(Two).Inode);
    });

    [Theory]
    [InlineData(EEXIST)]
    [InlineData(EIO)]
    public void A_link_that_is_there_was_made_whatever_the_kernel_says(int number) => InDirectory(directory =>
    {
        using (var process = Process.Start("ln", [$"{directory.DisplayPath}/one", $"{directory.DisplayPath}/two"]))
        {
            process.WaitForExit();
        }

        FailingSystemCalls.Run(() => directory.RenameByLink(One, directory, Two), (SystemCall.LinkAt, number));
        Assert.Equal([Two], Names(directory));
    });

    [Fact]
    public void A_link_that_is_not_there_was_not_made() => InDirectory(directory =>
    {
        FailingSystemCalls.Run(
            () => AssertFails(FileError.Io, () => directory.RenameByLink(One, directory, Two)), (SystemCall.LinkAt, EIO));
        Assert.Equal([One], Names(directory));
    });

    [Theory]
    [InlineData(EFBIG, FileError.Unsupported)]
    [InlineData(EINVAL, FileError.Unsupported)]
    [InlineData(ENOSPC, FileError.NoSpace)]
    [InlineData(EDQUOT, FileError.NoSpace)]
    [InlineData(EROFS, FileError.ReadOnly)]
    [InlineData(EIO, FileError.Io)]
    public void A_refused_write_has_a_reason(int number, FileError expected) => InDirectory(directory =>
    {
        using var file = directory.OpenFileForWriting(One);
        FailingSystemCalls.Run(
            () => AssertFails(expected, () => file.Write("x"u8, offset: 0)), (SystemCall.PositionedWrite, number));
    });

    [Fact]
    public void An_offset_that_no_file_has_is_refused_by_the_file_system() => InDirectory(directory =>
    {
        using var file = directory.OpenFileForWriting(One);
        AssertFails(FileError.Unsupported, () => file.Write("x"u8, long.MaxValue));
        Assert.Equal(0, file.Read(new byte[1], long.MaxValue - 1));
    });

    [Theory]
    [InlineData(ENOSPC, FileError.NoSpace)]
    [InlineData(EDQUOT, FileError.NoSpace)]
    [InlineData(EROFS, FileError.Io)]
    [InlineData(EIO, FileError.Io)]
    public void A_failed_sync_tells_a_full_disk_apart(int number, FileError expected) => InDirectory(directory =>
    {
        using var file = directory.OpenFileForWriting(One);
        FailingSystemCalls.Run(
            () =>
            {
                AssertFails(expected, file.Sync);
                AssertFails(expected, directory.Sync);
            },
            (SystemCall.FdataSync, number),
            (SystemCall.Fsync, number));
    });

    [Fact]
    public void Where_directories_cannot_be_synced_their_file_system_is() => InDirectory(directory =>
    {
        FailingSystemCalls.Run(directory.Sync, (SystemCall.Fsync, EINVAL));
        FailingSystemCalls.Run(
            () => AssertFails(FileError.Io, directory.Sync), (SystemCall.Fsync, EINVAL), (SystemCall.Syncfs, EIO));
    });

    [Fact]
    public void A_name_that_is_too_long_hides_no_others_in_a_listing() => InDirectory(directory =>
    {
        var name = new string('ж', 200);
        var entries = new List<DirectoryEntry>();
        DirectoryListing.Decode((byte[])[.. Record("one"), .. Record(name), .. Record(".."), .. Record("two")], entries);
        Assert.Equal(["one", name, "two"], entries.Select(entry => entry.Name.ToString()));
        AssertFails(FileError.BadName, () => directory.GetMetadata(entries[1].Name));
        AssertFails(FileError.BadName, () => directory.OpenFile(entries[1].Name));
        AssertFails(FileError.BadName, () => directory.Rename(One, directory, entries[1].Name, replace: false));
        Assert.Equal(FileKind.Regular, directory.GetMetadata(entries[0].Name).Kind);
    });

    /// <summary>A struct linux_dirent64.</summary>
    private static byte[] Record(string name)
    {
        const int nameOffset = 19;
        var bytes = System.Text.Encoding.UTF8.GetBytes(name);
        var record = new byte[(nameOffset + bytes.Length + 1 + 7) / 8 * 8];
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(16), (ushort)record.Length);
        bytes.CopyTo(record, nameOffset);
        return record;
    }

    private static void InDirectory(Action<LinuxDirectory> body)
    {
        using var temporary = new TemporaryDirectory();
        using var directory = (LinuxDirectory)new LinuxFileSystem().OpenDirectory(temporary.Path);
        directory.CreateFile(One, mode: 0x180).Dispose();
        body(directory);
    }

    private static IEnumerable<FileName> Names(IDirectory directory) => directory.List().Select(entry => entry.Name).Order();

    private static void AssertFails(FileError expected, Action operation) =>
        Assert.Equal(expected, Assert.Throws<FileException>(operation).Error);
}

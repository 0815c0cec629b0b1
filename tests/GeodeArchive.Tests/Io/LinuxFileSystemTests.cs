using System.Diagnostics;
using System.Net.Sockets;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Linux;

namespace GeodeArchive.Tests.Io;

/// <summary>The conformance suite on the real file system, and what only that has.</summary>
public sealed class LinuxFileSystemTests : FileSystemConformance
{
    protected override void Run(Action<Machine, FilePath> body)
    {
        using var temporary = new TemporaryDirectory();
        body(SystemMachine.Create(), temporary.Path);
    }

    [Fact]
    public void A_pipe_is_refused_without_waiting_for_its_other_end() => Run((machine, path) =>
    {
        using (var process = Process.Start("mkfifo", $"{path}/pipe"))
        {
            process.WaitForExit();
        }

        using var directory = machine.Files.OpenDirectory(path);
        Assert.Equal(new DirectoryEntry(Name("pipe"), FileKind.Fifo), Assert.Single(directory.List()));
        Assert.Equal(FileKind.Fifo, directory.GetMetadata(Name("pipe")).Kind);
        var worker = Task.Run(() =>
        {
            AssertFails(FileError.WrongKind, () => directory.OpenFile(Name("pipe")));
            AssertFails(FileError.WrongKind, () => directory.OpenFileForWriting(Name("pipe")));
        });
        Assert.True(worker.Wait(TimeSpan.FromSeconds(30)));
    });

    [Fact]
    public void A_socket_is_refused() => Run((machine, path) =>
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint($"{path}/socket"));
        using var directory = machine.Files.OpenDirectory(path);
        Assert.Equal(FileKind.Socket, directory.GetMetadata(Name("socket")).Kind);
        AssertFails(FileError.WrongKind, () => directory.OpenFile(Name("socket")));
    });

    [Fact]
    public void A_device_is_refused_and_its_number_told()
    {
        using var devices = new LinuxFileSystem().OpenDirectory(FilePath.From("/dev"));
        AssertFails(FileError.WrongKind, () => devices.OpenFile(Name("null")));
        var metadata = devices.GetMetadata(Name("null"));
        Assert.Equal((FileKind.CharacterDevice, (1ul << 32) | 3), (metadata.Kind, metadata.DeviceNumber));
    }

    [Fact]
    public void A_refusal_of_the_kernel_is_denied()
    {
        using var process = new LinuxFileSystem().OpenDirectory(FilePath.From("/proc/self"));
        AssertFails(FileError.Denied, () => process.DeleteFile(Name("status")));
    }

    [Fact]
    public void A_path_longer_than_the_kernel_takes_is_a_bad_name() =>
        AssertFails(FileError.BadName, () => new LinuxFileSystem().OpenDirectory(FilePath.From(new string('/', 5000))));

    [Fact]
    public void A_full_device_is_no_space()
    {
        var handle = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.ReadWrite);
        using var devices = new LinuxFileSystem().OpenDirectory(FilePath.From("/dev"));
        using var device = new LinuxFile(handle, (LinuxDirectory)devices, Name("full"), isWritable: true, FileOpening.Buffered);
        AssertFails(FileError.NoSpace, () => device.Write("x"u8, offset: 0));
    }

    [Fact]
    public void Reading_leaves_the_access_time() => Run((machine, path) =>
    {
        var file = $"{path}/file";
        File.WriteAllText(file, "content");
        var past = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastAccessTimeUtc(file, past);
        using var directory = machine.Files.OpenDirectory(path);
        Assert.Equal("content"u8.ToArray(), Get(directory, "file"));
        Assert.Equal(past, File.GetLastAccessTimeUtc(file));
    });

    [Fact]
    public void Names_in_the_listing_are_those_that_other_programs_see() => Run((machine, path) =>
    {
        using var directory = machine.Files.OpenDirectory(path);
        directory.CreateFile(FileName.From([(byte)'a', 0xff]), Mode("600")).Dispose();
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "printf '%s' * | od -An -tx1", "sh"])
        {
            WorkingDirectory = path.ToString(),
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("61 ff", process.StandardOutput.ReadToEnd().Trim());
    });

    [Fact]
    public void Where_the_kernel_cannot_refuse_to_replace_a_link_does() => Run((machine, path) =>
    {
        using var directory = (LinuxDirectory)machine.Files.OpenDirectory(path);
        Put(directory, "one", "1"u8);
        Put(directory, "two", "2"u8);
        AssertFails(FileError.Exists, () => directory.RenameByLink(Name("one"), directory, Name("two")));
        Assert.Equal(["one", "two"], Names(directory));
        directory.RenameByLink(Name("one"), directory, Name("three"));
        Assert.Equal(["three", "two"], Names(directory));
        Assert.Equal("1"u8.ToArray(), Get(directory, "three"));
        Assert.Equal(1, directory.GetMetadata(Name("three")).LinkCount);
    });

    [Fact]
    public void The_limit_of_open_files_is_the_highest_allowed()
    {
        _ = new LinuxFileSystem();
        var limits = File.ReadLines("/proc/self/limits").Single(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(limits[^2], limits[^3]);
    }

    [Theory]
    [InlineData(1, FileError.Denied)]
    [InlineData(2, FileError.NotFound)]
    [InlineData(5, FileError.Io)]
    [InlineData(11, FileError.Busy)]
    [InlineData(13, FileError.Denied)]
    [InlineData(16, FileError.Busy)]
    [InlineData(17, FileError.Exists)]
    [InlineData(18, FileError.Unsupported)]
    [InlineData(20, FileError.NotADirectory)]
    [InlineData(21, FileError.WrongKind)]
    [InlineData(22, FileError.Unsupported)]
    [InlineData(23, FileError.TooManyOpenFiles)]
    [InlineData(24, FileError.TooManyOpenFiles)]
    [InlineData(26, FileError.Busy)]
    [InlineData(28, FileError.NoSpace)]
    [InlineData(30, FileError.ReadOnly)]
    [InlineData(36, FileError.BadName)]
    [InlineData(38, FileError.Unsupported)]
    [InlineData(39, FileError.NotEmpty)]
    [InlineData(40, FileError.WrongKind)]
    [InlineData(95, FileError.Unsupported)]
    [InlineData(122, FileError.NoSpace)]
    [InlineData(9999, FileError.Io)]
    public void Error_numbers_have_their_meaning(int number, FileError expected) =>
        Assert.Equal(expected, Errno.ToException(number, "open", "path").Error);
}

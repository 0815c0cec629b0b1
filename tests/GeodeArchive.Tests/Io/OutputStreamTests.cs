using System.IO.Pipes;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Linux;
using Microsoft.Win32.SafeHandles;

namespace GeodeArchive.Tests.Io;

/// <summary>Output goes to its descriptor, and says when nobody reads it any more.</summary>
public sealed class OutputStreamTests
{
    [Fact]
    public void Bytes_arrive_in_order()
    {
        using AnonymousPipeServerStream reader = new(PipeDirection.In);
        using (OutputStream output = new((int)reader.ClientSafePipeHandle.DangerousGetHandle(), "pipe"))
        {
            output.Write("one "u8);
            output.Write([.. "two"u8], 0, 3);
        }

        reader.DisposeLocalCopyOfClientHandle();
        using StreamReader text = new(reader);
        Assert.Equal("one two", text.ReadToEnd());
    }

    [Fact]
    public void Closed_pipe_is_an_error_of_its_own()
    {
        using AnonymousPipeServerStream reader = new(PipeDirection.In);
        using AnonymousPipeClientStream keptOpen = new(PipeDirection.Out, reader.ClientSafePipeHandle);
        using OutputStream output = new((int)keptOpen.SafePipeHandle.DangerousGetHandle(), "pipe");
        reader.Dispose();
        FileException failure = Assert.Throws<FileException>(() => output.Write("lost"u8));
        Assert.Equal(FileError.Closed, failure.Error);
        Assert.Contains("pipe", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_that_refuses_instead_of_waiting_is_waited_for()
    {
        using AnonymousPipeServerStream reader = new(PipeDirection.In);
        var handle = reader.ClientSafePipeHandle.DangerousGetHandle();
        using SafeFileHandle pipe = new(handle, ownsHandle: false);
        Assert.Equal(0, Libc.fcntl(pipe, Libc.F_SETFL, Libc.fcntl(pipe, Libc.F_GETFL, argument: 0) | Libc.O_NONBLOCK));
        const int length = 1 << 20;
        void Write()
        {
            try
            {
                using OutputStream output = new((int)handle, "pipe");
                output.Write(new byte[length]);
            }
            finally
            {
                // Ends the reading below, should the writing fail.
                reader.DisposeLocalCopyOfClientHandle();
            }
        }

        var writer = Task.Run(Write, TestContext.Current.CancellationToken);
        await reader.ReadExactlyAsync(new byte[length], TestContext.Current.CancellationToken);
        await writer;
    }

    [Fact]
    public void It_is_written_only()
    {
        using OutputStream output = new(2, "standard error");
        Assert.True(output is { CanWrite: true, CanRead: false, CanSeek: false });
        Assert.Throws<NotSupportedException>(() => output.Read(new byte[1], 0, 1));
        Assert.Throws<NotSupportedException>(() => output.Seek(0, SeekOrigin.Begin));
        Assert.Throws<NotSupportedException>(() => output.SetLength(0));
        Assert.Throws<NotSupportedException>(() => output.Length);
    }
}

using Microsoft.Win32.SafeHandles;

namespace GeodeArchive.Io.Linux;

/// <summary>A descriptor that the process was started with, written in order. Does not close it.</summary>
internal sealed unsafe class OutputStream(int descriptor, string displayName) : Stream
{
    private readonly SafeFileHandle _handle = new(descriptor, ownsHandle: false);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            var written = 0;
            while (written < buffer.Length)
            {
                var count = Libc.write(_handle, start + written, (nuint)(buffer.Length - written));
                if (count >= 0)
                {
                    written += (int)count;
                }
                else if (Errno.Last == Libc.EAGAIN)
                {
                    WaitForRoom();
                }
                else if (!Errno.IsInterrupted(count))
                {
                    throw Errno.LastException("write to", displayName);
                }
            }
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _handle.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>
    /// Waits until the reader has taken something. Whoever shares a terminal or pipe with us (ssh, a shell's other programs) can make it
    /// one that refuses instead of waiting.
    /// </summary>
    private void WaitForRoom()
    {
        // struct pollfd: the descriptor, what is waited for, and what came. What came does not matter: the next write tells.
        var request = (uint)descriptor | ((ulong)Libc.POLLOUT << 32);
        _ = Libc.poll(&request, count: 1, timeoutMilliseconds: -1);
    }
}

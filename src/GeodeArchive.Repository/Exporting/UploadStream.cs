using GeodeArchive.Io.Buffers;
using GeodeArchive.Objects;

namespace GeodeArchive.Repository.Exporting;

/// <summary>Writes an object from its first byte to its last. It appears at <see cref="Complete"/>, or never.</summary>
public sealed class UploadStream : Stream
{
    private const int PartSize = 1 << 20;

    private readonly IObjectUpload _upload;
    private readonly AlignedBuffer _part = new(PartSize);
    private int _length;

    /// <summary>Writes to an upload, which it owns from now on.</summary>
    public UploadStream(IObjectUpload upload) => _upload = upload;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Makes the object durable, then visible.</summary>
    /// <exception cref="ObjectException">See <see cref="IObjectUpload.Complete"/>.</exception>
    public void Complete()
    {
        if (_length > 0)
        {
            _upload.WritePart(_part, _length);
        }

        _upload.Complete();
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    /// <exception cref="ObjectException">See <see cref="IObjectUpload.WritePart"/>.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, PartSize - _length);
            buffer[..count].CopyTo(_part.Span[_length..]);
            _length += count;
            buffer = buffer[count..];
            if (_length == PartSize)
            {
                _upload.WritePart(_part, _length);
                _length = 0;
            }
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _upload.Dispose();
        _part.Dispose();
        base.Dispose(disposing);
    }
}

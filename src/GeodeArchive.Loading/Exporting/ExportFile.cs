using System.Buffers;
using System.Text;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Loading.Exporting;

/// <summary>A file that grows at its end, by large writes.</summary>
internal sealed class ExportFile(IFile file) : IDisposable
{
    private const int BufferSize = 1 << 20;

    private readonly ArrayBufferWriter<byte> _buffer = new(BufferSize + (BufferSize / 4));
    private long _offset;

    /// <summary>For what comes next; given to the file by <see cref="EndRow"/>.</summary>
    public IBufferWriter<byte> Buffer => _buffer;

    /// <summary>The name, for people.</summary>
    public string Name => file.DisplayPath;

    /// <summary>Writes text as UTF-8.</summary>
    public void Write(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, _buffer);

    /// <summary>Ends a line.</summary>
    public void EndRow()
    {
        Write("\n");
        if (_buffer.WrittenCount >= BufferSize)
        {
            Flush();
        }
    }

    /// <summary>Makes the file durable; its size.</summary>
    public long Complete()
    {
        Flush();
        file.Sync();
        return _offset;
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Flush()
    {
        file.Write(_buffer.WrittenSpan, _offset);
        _offset += _buffer.WrittenCount;
        _buffer.ResetWrittenCount();
    }
}

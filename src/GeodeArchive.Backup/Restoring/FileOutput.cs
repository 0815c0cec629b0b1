using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Restoring;

/// <summary>
/// Writes a file from front to back, with holes: straight through for small files, in aligned runs past the page cache for large
/// ones.
/// </summary>
internal ref struct FileOutput
{
    private static readonly byte[] ZeroBlock = new byte[DirectAlignment.Bytes];

    private readonly IFile _file;
    private readonly AlignedBuffer _buffer;
    private readonly bool _isDirect;
    private long _position;
    private long _bufferStart;
    private int _filled;
    private int _zeros;
    private bool _isPadded;
    private bool _endsInHole;

    /// <summary>Starts in a new file. The buffer is borrowed until <see cref="Finish"/> or <see cref="FinishPart"/>.</summary>
    /// <param name="file">The file.</param>
    /// <param name="buffer">Collects what is written past the page cache.</param>
    /// <param name="opening">How the file was opened.</param>
    /// <param name="start">Where to start: aligned, in a file that is written past the page cache.</param>
    public FileOutput(IFile file, AlignedBuffer buffer, FileOpening opening, long start = 0)
    {
        _file = file;
        _buffer = buffer;
        _isDirect = opening == FileOpening.Direct;
        _position = start;
        _bufferStart = start;
    }

    private static ReadOnlySpan<byte> Zeros => ZeroBlock;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (!_isDirect)
        {
            _file.Write(bytes, _position);
            _position += bytes.Length;
            _endsInHole = false;
            return;
        }

        if (_zeros > 0)
        {
            var zeros = Zeros[.._zeros];
            _zeros = 0;
            Write(zeros);
        }

        while (!bytes.IsEmpty)
        {
            var count = Math.Min(bytes.Length, _buffer.Length - _filled);
            bytes[..count].CopyTo(_buffer.Span[_filled..]);
            _filled += count;
            _position += count;
            bytes = bytes[count..];
            if (_filled == _buffer.Length)
            {
                Flush();
            }
        }
    }

    /// <summary>Leaves a hole, but for the parts of blocks that data are in, too.</summary>
    public void Skip(long length)
    {
        if (!_isDirect)
        {
            _position += length;
            _endsInHole = true;
            return;
        }

        var toBoundary = Math.Min(length, DirectAlignment.RoundUp(_position) - _position);
        Write(Zeros[..(int)toBoundary]);
        length -= toBoundary;
        var whole = length / DirectAlignment.Bytes * DirectAlignment.Bytes;
        if (whole > 0)
        {
            Flush();
            _position += whole;
            _bufferStart = _position;
            _endsInHole = true;
        }

        // The rest of it shares its block with what comes next; at the end of the file nothing does.
        _zeros = (int)(length - whole);
    }

    /// <summary>Writes what is left and sets the length.</summary>
    public void Finish()
    {
        Flush();
        _position += _zeros;
        if (_isPadded || _endsInHole || _zeros > 0)
        {
            _file.SetLength(_position);
        }
    }

    /// <summary>
    /// Writes what is left of a part. Zeros may follow it up to the next aligned place, and the file may be too short for a hole at
    /// its end: who ends the file sets its length.
    /// </summary>
    public void FinishPart() => Flush();

    private void Flush()
    {
        if (_filled == 0)
        {
            return;
        }

        var padded = (int)DirectAlignment.RoundUp(_filled);
        _buffer.Span[_filled..padded].Clear();
        _file.Write(_buffer.Span[..padded], _bufferStart);
        _isPadded |= padded != _filled;
        _bufferStart += _filled;
        _filled = 0;
        _endsInHole = false;
    }
}

namespace GeodeArchive.Io.Linux.Rings;

/// <summary>
/// One read or write of a worker, cut into pieces that are under way at the same time. The worker waits until every piece has come
/// back, also after a failure: until then the kernel may use the memory.
/// </summary>
internal sealed unsafe class RingTransfer
{
    /// <summary>Bytes of a piece: large enough that a piece costs little, small enough that a part of a segment is several.</summary>
    public const int PieceSize = 1 << 20;

    // What a direct read that does not end here was cut at, not the file's end.
    private const int DirectBlock = 512;

    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _done = new(initialState: false, spinCount: 0);
    private readonly byte* _memory;
    private readonly long _offset;
    private readonly int _length;
    private int _pending;
    private int _end;

    /// <summary>Describes a transfer.</summary>
    /// <param name="descriptor">The file; stays open until <see cref="Wait"/> returns.</param>
    /// <param name="isWrite">Direction.</param>
    /// <param name="memory">Where from or to; stays where it is until <see cref="Wait"/> returns.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="offset">Offset in the file.</param>
    public RingTransfer(int descriptor, bool isWrite, byte* memory, int length, long offset)
    {
        Descriptor = descriptor;
        IsWrite = isWrite;
        _memory = memory;
        _length = length;
        _end = length;
        _offset = offset;
        _pending = (length + PieceSize - 1) / PieceSize;
    }

    public int Descriptor { get; }

    public bool IsWrite { get; }

    /// <summary>The kernel's number of the first failure, 0 without one.</summary>
    public int Failure { get; private set; }

    /// <summary>Pieces at first.</summary>
    public int PieceCount => (_length + PieceSize - 1) / PieceSize;

    /// <summary>A piece as it is first asked for.</summary>
    public RingPiece PieceAt(int number)
    {
        var start = number * PieceSize;
        return new RingPiece(this, start, Math.Min(PieceSize, _length - start));
    }

    public byte* MemoryOf(RingPiece piece) => _memory + piece.Start;

    public long OffsetOf(RingPiece piece) => _offset + piece.Start;

    /// <summary>Takes what came back for a piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="result">Bytes, or a negative error number.</param>
    /// <returns>What is still to be asked for; null if the piece has ended.</returns>
    public RingPiece? Take(RingPiece piece, int result)
    {
        if (result is -Libc.EINTR or -Libc.EAGAIN)
        {
            return piece;
        }

        if (result > 0 && result < piece.Length && (IsWrite || result % DirectBlock == 0))
        {
            return piece with { Start = piece.Start + result, Length = piece.Length - result };
        }

        lock (_lock)
        {
            if (result < 0 || (result == 0 && IsWrite))
            {
                Failure = Failure != 0 ? Failure : result < 0 ? -result : Libc.EIO;
            }
            else if (result < piece.Length)
            {
                // The file ends inside this piece: what pieces behind it found does not count.
                _end = Math.Min(_end, piece.Start + result);
            }

            if (--_pending == 0)
            {
                _done.Set();
            }
        }

        return null;
    }

    /// <summary>Waits until all pieces have come back.</summary>
    /// <returns>Bytes up to the file's end.</returns>
    public int Wait()
    {
        _done.Wait();
        _done.Dispose();
        return _end;
    }
}

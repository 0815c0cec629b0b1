using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;
using GeodeArchive.Repository.Blocks;

namespace GeodeArchive.Repository.Scanning;

/// <summary>
/// Walks the blocks of a file one by one, intact or damaged. Where no block starts, it searches for the next header that says
/// of itself that it belongs there: a header of a file that is stored inside this one does not. Holds one block in memory, and
/// reads no byte more than twice.
/// </summary>
public sealed class BlockScanner : IDisposable
{
    private const int WindowSize = 256 << 10;

    private readonly IByteSource _source;
    private readonly Action<FailedCheck> _report;
    private readonly BlockDecoder _decoder = new();
    private readonly byte[] _header = new byte[BlockHeader.Size];
    private byte[] _stored = [];
    private byte[] _window = [];
    private long _windowOffset;
    private int _windowLength;
    private FileId? _file;
    private long _sequence;

    /// <summary>Starts a walk.</summary>
    /// <param name="source">The file.</param>
    /// <param name="start">Where the first block should start.</param>
    /// <param name="end">Where the blocks should end.</param>
    /// <param name="file">The file's id; null if it is not known: then the first block's counts.</param>
    /// <param name="report">Is told of every check that fails.</param>
    public BlockScanner(IByteSource source, long start, long end, FileId? file, Action<FailedCheck> report)
    {
        _source = source;
        _report = report;
        _file = file;
        Position = start;
        End = end;
    }

    /// <summary>Where the next block should start: where the last one ended, or where the search gave up.</summary>
    public long Position { get; private set; }

    /// <summary>Where the blocks should end.</summary>
    public long End { get; }

    /// <summary>
    /// Bytes at the end that may be something damaged that is no block, such as a trailer: where no more are left, the walk
    /// ends without a complaint.
    /// </summary>
    public int TailSizeMax { get; init; }

    /// <summary>How the file's blocks are encrypted; null if it is not known.</summary>
    public EncryptionAlgorithm? Encryption { get; init; }

    /// <summary>Decrypts the file's blocks; null if it is plain, or cannot be read.</summary>
    public FileCipher? Cipher { get; init; }

    /// <summary>Goes to the next block and decodes it.</summary>
    /// <param name="block">The block; its payload is valid until the next call.</param>
    /// <returns>False if there are no more.</returns>
    public bool TryRead(out ScannedBlock block)
    {
        block = default;
        if (IsAtEnd(Position) || !TryFindHeader(out var header, out var isAfterGap))
        {
            return false;
        }

        CheckPlace(header, isAfterGap);
        block = ReadPayload(header);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _decoder.Dispose();

    private bool IsAtEnd(long position) => End - position <= TailSizeMax;

    private bool TryFindHeader(out BlockHeader header, out bool isAfterGap)
    {
        isAfterGap = false;
        var failure = ReadHeader(Position, out header);
        if (failure is null)
        {
            return true;
        }

        isAfterGap = true;
        var found = Search(Position + 1, out header);
        var rest = found < 0
            ? $"no other block follows in {End - Position} bytes"
            : $"{found - Position} bytes are skipped, to the block at {found}";
        _report(failure with { Detail = $"{failure.Detail}; {rest}" });
        Position = found < 0 ? End : found;
        return found >= 0;
    }

    /// <summary>Reads a header where one should be.</summary>
    private FailedCheck? ReadHeader(long offset, out BlockHeader header)
    {
        header = default;
        try
        {
            var size = (int)Math.Min(BlockHeader.Size, End - offset);
            header = BlockHeader.Decode(_header.AsSpan(0, _source.Read(_header.AsSpan(0, size), offset)), offset);
            return null;
        }
        catch (ArchiveFormatException failure)
        {
            return FailedCheck.From(failure);
        }
    }

    private void CheckPlace(in BlockHeader header, bool isAfterGap)
    {
        // What a gap swallowed was reported with it.
        _sequence = isAfterGap ? Math.Max(_sequence, header.Sequence) : _sequence;
        _file ??= header.FileId;
        try
        {
            header.CheckPlace(_file.Value, _sequence, Position);
        }
        catch (ArchiveFormatException failure)
        {
            _report(FailedCheck.From(failure));
        }

        _sequence = Math.Max(_sequence, header.Sequence) + 1;
        if (Encryption is { } encryption && header.Encryption != encryption)
        {
            _report(new FailedCheck(FormatError.BadReference, "block header", Position, "encryption is another than that of the file"));
        }
    }

    private ScannedBlock ReadPayload(scoped in BlockHeader header)
    {
        var offset = Position;
        var payloadOffset = offset + BlockHeader.Size;
        var available = (int)Math.Min(header.StoredSize, End - payloadOffset);
        if (available < header.StoredSize)
        {
            _report(new FailedCheck(
                FormatError.Truncated,
                "block payload",
                offset,
                $"the payload has {header.StoredSize} bytes, the blocks end after {available} of them"));
            Position = SkipCut(payloadOffset);
            return new ScannedBlock(offset, header, []);
        }

        Position = payloadOffset + available;
        var isEncrypted = header.Encryption != EncryptionAlgorithm.None;
        if (isEncrypted && Cipher is null)
        {
            return new ScannedBlock(offset, header, []) { IsEncrypted = true };
        }

        if (_stored.Length < available)
        {
            _stored = new byte[available];
        }

        var stored = _stored.AsSpan(0, available);
        stored = stored[.._source.Read(stored, payloadOffset)];
        try
        {
            // A block that was found elsewhere than it says failed that check; what is wrong with its payload is wrong here.
            var plain = _decoder.DecodePayload(header, stored, isEncrypted ? Cipher : null).Plain;
            return new ScannedBlock(offset, header, plain) { IsIntact = true };
        }
        catch (ArchiveFormatException failure)
        {
            _report(FailedCheck.From(failure, offset) with { Offset = offset });
            return new ScannedBlock(offset, header, []);
        }
    }

    /// <summary>
    /// Where to go on behind a block that is longer than what is left: at a block that starts inside it, or nowhere.
    /// </summary>
    private long SkipCut(long offset)
    {
        var found = Search(offset, out _);
        return found < 0 ? End : found;
    }

    /// <summary>
    /// The first offset from <paramref name="offset"/> on at which a block header of this file says that it is; -1 if there is
    /// none.
    /// </summary>
    private long Search(long offset, out BlockHeader header)
    {
        header = default;
        while (End - offset >= BlockHeader.Size)
        {
            var window = WindowAt(offset);
            var last = window.Length - BlockHeader.Size;
            if (last < 0)
            {
                return -1;
            }

            for (var at = 0; at <= last; at++)
            {
                var next = window[at..].IndexOf(BlockHeader.Magic);
                if (next < 0 || at + next > last)
                {
                    break;
                }

                at += next;
                if (IsHeaderOfThisFile(window[at..], offset + at, out header))
                {
                    return offset + at;
                }
            }

            offset += last + 1;
        }

        return -1;
    }

    /// <summary>
    /// Bytes from <paramref name="offset"/> on, at least a header if there are so many; read again only if they are not in
    /// memory.
    /// </summary>
    private ReadOnlySpan<byte> WindowAt(long offset)
    {
        var start = offset - _windowOffset;
        if (start < 0 || _windowLength - start < BlockHeader.Size)
        {
            _window = _window.Length == 0 ? new byte[WindowSize] : _window;
            _windowLength = _source.Read(_window.AsSpan(0, (int)Math.Min(WindowSize, End - offset)), offset);
            _windowOffset = offset;
            start = 0;
        }

        return _window.AsSpan((int)start, _windowLength - (int)start);
    }

    private bool IsHeaderOfThisFile(ReadOnlySpan<byte> bytes, long offset, out BlockHeader header)
    {
        header = default;
        if (!BlockHeader.HasRightSum(bytes))
        {
            return false;
        }

        try
        {
            header = BlockHeader.Decode(bytes, offset);
        }
        catch (ArchiveFormatException)
        {
            // Made to look like one.
            return false;
        }

        return header.Offset == offset && (_file is null || header.FileId == _file);
    }
}

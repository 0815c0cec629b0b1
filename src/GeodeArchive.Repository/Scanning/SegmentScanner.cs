using GeodeArchive.Format;
using GeodeArchive.Repository.Blocks;

namespace GeodeArchive.Repository.Scanning;

/// <summary>
/// Reads a segment that may be damaged: header, trailer, footer, then block after block. Every chunk is compared with its id.
/// Without trailer or footer the blocks are walked by their own headers.
/// </summary>
public sealed class SegmentScanner : FileScanner
{
    private readonly BlockDecoder _decoder = new();
    private readonly List<bool> _chunksIntact = [];
    private BlockScanner? _blocks;
    private SegmentFooter? _expected;
    private int _nextBlock;
    private int _nextChunk;

    /// <summary>Prepares to read a segment.</summary>
    /// <param name="source">The file; not owned.</param>
    /// <param name="report">Is told of every check that fails, when it fails.</param>
    public SegmentScanner(IByteSource source, Action<FailedCheck> report)
        : base(source, ArchiveFileKind.Segment, 0, report)
    {
    }

    /// <summary>The footer, or null if it cannot be read, or has not been found yet.</summary>
    public SegmentFooter? Footer { get; private set; }

    /// <summary>Whether header and footer match the root hash; null if that cannot be said.</summary>
    public bool? IsRootHashRight { get; private set; }

    /// <summary>
    /// Whether each chunk of the last block matches its id, in the order of its chunk directory; empty if the directory cannot
    /// be read.
    /// </summary>
    public IReadOnlyList<bool> ChunksIntact => _chunksIntact;

    /// <summary>Reads the footer, if the trailer says where it is.</summary>
    public void ReadFooter()
    {
        if (!TryReadFooter(_decoder, out var plain))
        {
            return;
        }

        IsRootHashRight = CheckRootHash(plain);
        Footer = _expected = DecodeFooter(plain, Trailer!.FooterOffset);
        if (_expected is not null)
        {
            Check(() => _expected.ExpectTrailer(Trailer!));
        }
    }

    /// <summary>Goes to the next block of data or metadata, or to a footer that no trailer pointed at, and checks it.</summary>
    /// <returns>False after the last.</returns>
    public bool TryReadBlock(out ScannedBlock block)
    {
        _chunksIntact.Clear();
        _blocks ??= ScanBlocks(FileHeader.Size);
        if (!_blocks.TryRead(out block))
        {
            ReportMissing(long.MaxValue);
            return false;
        }

        // Where the trailer says where the footer is, a block before it that calls itself one is of the wrong type.
        if (block.Header.Type == BlockType.Footer && FooterHeader is null)
        {
            // The last block of any segment. The blocks before it have gone by, and are not compared with it.
            Footer ??= block.IsIntact ? DecodeFooter(block.Plain, block.Offset) : null;
            return false;
        }

        CheckType(block);
        CheckChunks(block);
        CheckListed(block);
        return true;
    }

    /// <inheritdoc/>
    private protected override void Dispose(bool isDisposing)
    {
        _decoder.Dispose();
        _blocks?.Dispose();
        base.Dispose(isDisposing);
    }

    private SegmentFooter? DecodeFooter(ReadOnlySpan<byte> plain, long offset)
    {
        try
        {
            return SegmentFooter.Decode(plain, offset);
        }
        catch (ArchiveFormatException failure)
        {
            ReportCheck(FailedCheck.From(failure, offset));
            return null;
        }
    }

    private void CheckType(in ScannedBlock block)
    {
        var kind = (Header?.Section as SegmentSection)?.SegmentKind;
        var type = block.Header.Type;
        var isRight = kind switch
        {
            SegmentKind.Data => type == BlockType.Data,
            SegmentKind.Metadata => type == BlockType.Metadata,
            _ => type is BlockType.Data or BlockType.Metadata,
        };
        if (!isRight)
        {
            Report(
                FormatError.BadKind,
                "block header",
                block.Offset,
                $"a block of type {(int)type} in a segment of {kind?.ToString() ?? "unknown kind"}");
        }
    }

    private void CheckChunks(in ScannedBlock block)
    {
        if (!block.IsIntact || block.Header.Type is not (BlockType.Data or BlockType.Metadata))
        {
            return;
        }

        try
        {
            foreach (var chunk in ChunkDirectory.Decode(block.Plain, block.Offset))
            {
                var content = block.Plain.Slice(chunk.Offset, chunk.Length);
                var isIntact = (Cipher is null ? ChunkId.OfPlain(content) : Domain!.IdOf(content)) == chunk.Id;
                _chunksIntact.Add(isIntact);
                if (!isIntact)
                {
                    Report(
                        FormatError.BadChecksum,
                        "chunk",
                        block.Offset,
                        $"chunk {chunk.Id} at {chunk.Offset} of the payload does not match its id");
                }
            }
        }
        catch (ArchiveFormatException failure)
        {
            ReportCheck(FailedCheck.From(failure, block.Offset));
        }
    }

    /// <summary>Compares a block with the footer's entry for its place.</summary>
    private void CheckListed(in ScannedBlock block)
    {
        if (_expected is null)
        {
            return;
        }

        ReportMissing(block.Offset);
        if (_nextBlock == _expected.Blocks.Length || _expected.Blocks[_nextBlock].Offset != block.Offset)
        {
            Report(FormatError.BadReference, "block header", block.Offset, "the footer lists no block here");
            return;
        }

        var entry = _expected.Blocks[_nextBlock++];
        var chunks = _expected.Chunks.AsSpan().Slice(_nextChunk, entry.ChunkCount);
        _nextChunk += entry.ChunkCount;
        var header = block.Header;
        if (header.PayloadSum != entry.PayloadSum || header.StoredSize != entry.StoredSize)
        {
            Report(FormatError.BadReference, "block header", block.Offset, "it is not the block that the footer lists: sum or size differ");
        }
        else if (_chunksIntact.Count > 0 && !HasChunks(block, chunks))
        {
            Report(FormatError.BadReference, "chunk directory", block.Offset, "it does not list the chunks that the footer lists");
        }
    }

    private static bool HasChunks(in ScannedBlock block, ReadOnlySpan<ChunkDirectoryEntry> listed)
    {
        var directory = ChunkDirectory.Decode(block.Plain, block.Offset);
        if (directory.Count != listed.Length)
        {
            return false;
        }

        var at = 0;
        foreach (var chunk in directory)
        {
            if (listed[at++] != new ChunkDirectoryEntry(chunk.Id, chunk.Length))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reports the blocks that the footer lists before <paramref name="offset"/> and the walk did not come to.</summary>
    private void ReportMissing(long offset)
    {
        var first = _nextBlock;
        while (_expected is not null && _nextBlock < _expected.Blocks.Length && _expected.Blocks[_nextBlock].Offset < offset)
        {
            _nextChunk += _expected.Blocks[_nextBlock].ChunkCount;
            _nextBlock++;
        }

        if (_nextBlock > first)
        {
            var which = _nextBlock - first == 1 ? $"block {first}" : $"blocks {first} to {_nextBlock - 1}";
            Report(
                FormatError.BadReference,
                "block header",
                _expected!.Blocks[first].Offset,
                $"the footer lists {which} here, which cannot be found");
        }
    }
}

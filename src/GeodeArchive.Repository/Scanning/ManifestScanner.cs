using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using GeodeArchive.Format;

namespace GeodeArchive.Repository.Scanning;

/// <summary>Reads a manifest that may be damaged: header, trailer, then its blocks, and record after record of them.</summary>
public sealed class ManifestScanner : FileScanner
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Action<ScannedBlock> _onBlock;
    private BlockScanner? _blocks;
    private ManifestRecordReader? _records;
    private long _blockCount;
    private long _recordCount;
    private bool _isBroken;
    private bool _isEnded;

    /// <summary>Prepares to read a manifest.</summary>
    /// <param name="source">The file; not owned.</param>
    /// <param name="report">Is told of every check that fails, when it fails.</param>
    /// <param name="onBlock">Is given each block before its records.</param>
    public ManifestScanner(IByteSource source, Action<FailedCheck> report, Action<ScannedBlock> onBlock)
        : base(source, ArchiveFileKind.Manifest, 0, report) => _onBlock = onBlock;

    /// <summary>Whether header and records match the root hash; null if that cannot be said, or not yet.</summary>
    public bool? IsRootHashRight { get; private set; }

    /// <summary>Goes to the next record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="position">Where it starts in the joined payloads of the blocks, in bytes.</param>
    /// <returns>False after the last that can be read.</returns>
    public bool TryRead([NotNullWhen(true)] out ManifestRecord? record, out long position)
    {
        while (true)
        {
            if (TryReadBuffered(out record, out position))
            {
                _recordCount++;
                return true;
            }

            if (!TryReadBlock())
            {
                End();
                return false;
            }
        }
    }

    /// <inheritdoc/>
    private protected override void Dispose(bool isDisposing)
    {
        _blocks?.Dispose();
        _hash.Dispose();
        base.Dispose(isDisposing);
    }

    private bool TryReadBuffered([NotNullWhen(true)] out ManifestRecord? record, out long position)
    {
        while (_records is not null)
        {
            position = _records.Position;
            try
            {
                return _records.TryRead(out record);
            }
            catch (ArchiveFormatException failure)
            {
                var detail = $"{failure.Detail}, in the record at {position} of the payload";
                ReportCheck(new FailedCheck(failure.Error, failure.Structure, failure.Offset, detail));
            }
        }

        record = null;
        position = 0;
        return false;
    }

    private bool TryReadBlock()
    {
        if (_blocks is null)
        {
            _hash.AppendData(HeaderBytes.Span);
            _blocks = ScanBlocks(FileHeader.Size);
        }

        if (!_blocks.TryRead(out var block))
        {
            return false;
        }

        _blockCount++;
        _onBlock(block);
        if (block.Header.Type != BlockType.Records)
        {
            Report(FormatError.BadKind, "block header", block.Offset, $"a block of type {(int)block.Header.Type} in a manifest");
        }

        // Where a record starts is known only as long as no block is missing before it.
        _isBroken |= !block.IsIntact || block.Header.Sequence != _blockCount - 1 || block.Header.Type != BlockType.Records;
        if (!_isBroken)
        {
            _hash.AppendData(block.Plain);
            _records ??= new ManifestRecordReader((Header?.Section as ManifestSection)?.ManifestKind ?? ManifestKind.Change, block.Offset);
            _records.Append(block.Plain);
        }

        return true;
    }

    private void End()
    {
        // Of a file that is cut before its blocks, nothing more can be said.
        if (_isEnded || _isBroken || Source.Length <= FileHeader.Size)
        {
            return;
        }

        _isEnded = true;
        Check(() => (_records ?? new ManifestRecordReader(ManifestKind.Change)).End());
        if (Trailer is not { } trailer)
        {
            return;
        }

        IsRootHashRight = CheckRootHash(_hash);
        if (trailer.BlockCount != _blockCount)
        {
            Report(FormatError.BadReference, "trailer", TrailerOffset, $"block_count is {trailer.BlockCount}, there are {_blockCount}");
        }

        if (trailer.ItemCount != _recordCount)
        {
            Report(
                FormatError.BadReference, "trailer", TrailerOffset, $"item_count is {trailer.ItemCount}, {_recordCount} records were read");
        }
    }
}

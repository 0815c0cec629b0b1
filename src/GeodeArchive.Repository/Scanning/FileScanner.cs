using System.Security.Cryptography;
using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;
using GeodeArchive.Repository.Blocks;

namespace GeodeArchive.Repository.Scanning;

/// <summary>
/// Reads a file of an archive that may be damaged: every check that fails is reported, and reading goes on with what can be
/// read. The parts are read in the order of the methods, each once. Memory: at most a block and what it is checked against.
/// What a source throws comes out.
/// </summary>
public abstract class FileScanner : IDisposable
{
    private const int FooterStartSize = 64;

    private readonly long _headerOffset;
    private readonly Action<FailedCheck> _report;
    private readonly HashSet<(FormatError Error, long Offset)> _reported = [];
    private bool _isHeaderRight;
    private bool _isWalking;

    private protected FileScanner(IByteSource source, ArchiveFileKind kind, long headerOffset, Action<FailedCheck> report)
    {
        Source = source;
        Kind = kind;
        _headerOffset = headerOffset;
        _report = report;
    }

    /// <summary>
    /// The encrypted domain of the file's archive; null where there is none, or no key: then what is encrypted is skipped.
    /// </summary>
    public ArchiveDomain? Domain { get; init; }

    /// <summary>Whether its payloads can be read: it is plain, or there are keys that decrypt it.</summary>
    public bool IsReadable => Header is not { Encryption: not EncryptionAlgorithm.None } || Cipher is not null;

    /// <summary>What the file should be.</summary>
    public ArchiveFileKind Kind { get; }

    /// <summary>The header's bytes as they are in the file; fewer than a header has if the file is cut.</summary>
    public ReadOnlyMemory<byte> HeaderBytes { get; private set; }

    /// <summary>
    /// The header, or null if nothing can be made of it. Where only its magic or checksum is wrong, its fields count.
    /// </summary>
    public FileHeader? Header { get; private set; }

    /// <summary>Where the trailer should be.</summary>
    public long TrailerOffset => Math.Max(0, Source.Length - Format.Trailer.Size);

    /// <summary>The trailer's bytes as they are in the file; none if the file is too short for one.</summary>
    public ReadOnlyMemory<byte> TrailerBytes { get; private set; }

    /// <summary>
    /// The trailer, or null if nothing can be made of it. Where only its magic or checksum is wrong, its fields count.
    /// </summary>
    public Trailer? Trailer { get; private set; }

    /// <summary>
    /// Header of the footer block, if there is one at the place that the trailer names; its payload may be damaged.
    /// </summary>
    public BlockHeader? FooterHeader { get; private set; }

    /// <summary>What the payload of the footer block starts with; empty if it cannot be read.</summary>
    public ReadOnlyMemory<byte> FooterStart { get; private set; }

    private protected IByteSource Source { get; }

    /// <summary>Decrypts the file; null if it is plain, or cannot be read.</summary>
    private protected FileCipher? Cipher { get; private set; }

    /// <summary>Where the blocks before the footer end, as far as is known.</summary>
    private protected long EndOfBlocks => FooterHeader?.Offset ?? (Trailer is null ? Source.Length : TrailerOffset);

    /// <summary>The file's id, as far as it is known.</summary>
    private protected FileId? FileId => _isHeaderRight ? Header?.FileId : Trailer?.FileId ?? Header?.FileId;

    /// <summary>Reads the file header.</summary>
    public void ReadHeader()
    {
        var bytes = new byte[FileHeader.Size];
        bytes = bytes[..Source.Read(bytes, _headerOffset)];
        HeaderBytes = bytes.ToArray();
        var failureCount = 0;
        Header = FixedStructures.ReadHeader(bytes, _headerOffset, failure =>
        {
            failureCount++;
            ReportCheck(failure);
        });
        _isHeaderRight = failureCount == 0;
        if (Header is not null)
        {
            Check(() => Header.ExpectKind(Kind, _headerOffset));
            FindCipher(Header);
        }
    }

    /// <summary>Reads the trailer.</summary>
    public void ReadTrailer()
    {
        if (TrailerOffset < FileHeader.Size)
        {
            var detail = $"the file ends after {Source.Length} bytes, before its trailer";
            ReportCheck(new FailedCheck(FormatError.Truncated, "trailer", Source.Length, detail));
            return;
        }

        var bytes = new byte[Format.Trailer.Size];
        bytes = bytes[..Source.Read(bytes, TrailerOffset)];
        TrailerBytes = bytes.ToArray();
        Trailer = FixedStructures.ReadTrailer(bytes, TrailerOffset, ReportCheck);
        if (Trailer is not null && Header is not null)
        {
            Check(() => Trailer.ExpectHeader(Header));
            CheckMac(Trailer);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    private protected virtual void Dispose(bool isDisposing)
    {
    }

    /// <summary>A client that can only write reads indexes, and no segments.</summary>
    private void FindCipher(FileHeader header)
    {
        if (header.Encryption != EncryptionAlgorithm.None
            && Domain is { } domain
            && (domain.CanRead || header.Kind == ArchiveFileKind.Index))
        {
            Check(() => Cipher = domain.CipherOf(header));
        }
    }

    /// <summary>Manifests of the time before the archive had keys have no mac.</summary>
    private void CheckMac(Trailer trailer)
    {
        if (Domain is { } domain && (Cipher is not null || (Kind == ArchiveFileKind.Manifest && !trailer.Mac.IsZero)))
        {
            Check(() => domain.CheckMac(trailer));
        }
    }

    /// <summary>Makes a check, and reports it if it fails.</summary>
    private protected bool Check(Action check, long offset = 0)
    {
        try
        {
            check();
            return true;
        }
        catch (ArchiveFormatException failure)
        {
            ReportCheck(FailedCheck.From(failure, offset));
            return false;
        }
    }

    private protected void ReportCheck(FailedCheck failure)
    {
        if (!_isWalking)
        {
            _reported.Add((failure.Error, failure.Offset));
        }

        _report(failure);
    }

    private protected void Report(FormatError error, string structure, long offset, string detail) =>
        ReportCheck(new FailedCheck(error, structure, offset, detail));

    /// <summary>
    /// A walk over the blocks from <paramref name="start"/> to the footer, or else to the trailer, or else to the end of the
    /// file. What the walk finds a second time, at the place of the footer, is not reported again.
    /// </summary>
    private protected BlockScanner ScanBlocks(long start)
    {
        _isWalking = true;
        return new BlockScanner(Source, start, EndOfBlocks, FileId, ReportOnce)
        {
            TailSizeMax = Trailer is null ? Format.Trailer.Size : 0,
            Encryption = Header?.Encryption,
            Cipher = Cipher,
        };
    }

    private void ReportOnce(FailedCheck failure)
    {
        if (!_reported.Contains((failure.Error, failure.Offset)))
        {
            _report(failure);
        }
    }

    /// <summary>Reads the footer block that the trailer points at.</summary>
    /// <param name="decoder">Owns the payload.</param>
    /// <param name="plain">The payload, valid until the decoder's next block.</param>
    /// <returns>False if it cannot be read, or there is no trailer to say where it is.</returns>
    private protected bool TryReadFooter(BlockDecoder decoder, out ReadOnlySpan<byte> plain)
    {
        plain = default;
        if (Trailer is not { FooterOffset: var offset } trailer || !IsReadable)
        {
            return false;
        }

        var size = TrailerOffset - offset;
        if (size > BlockHeader.Size + Limits.BlockStoredSizeMax)
        {
            Report(FormatError.TooLarge, "trailer", TrailerOffset, $"footer_offset {offset} leaves {size} bytes for the footer");
            return false;
        }

        var bytes = new byte[Math.Max(size, 0)];
        bytes = bytes[..Source.Read(bytes, offset)];
        try
        {
            FooterHeader = BlockDecoder.DecodeHeader(bytes, offset, FileId ?? trailer.FileId, trailer.BlockCount - 1, BlockType.Footer);
            var block = decoder.Decode(bytes, offset, FileId ?? trailer.FileId, trailer.BlockCount - 1, BlockType.Footer, Cipher);
            if (block.TotalSize != size)
            {
                Report(FormatError.TrailingBytes, "footer", offset, $"there are {size - block.TotalSize} bytes between footer and trailer");
            }

            plain = block.Plain;
            FooterStart = plain[..Math.Min(plain.Length, FooterStartSize)].ToArray();
            return true;
        }
        catch (ArchiveFormatException failure)
        {
            ReportCheck(FailedCheck.From(failure, offset));
            return false;
        }
    }

    /// <summary>Compares the root hash of a segment or index with its header and footer.</summary>
    private protected bool CheckRootHash(ReadOnlySpan<byte> footer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(HeaderBytes.Span);
        hash.AppendData(footer);
        return CheckRootHash(hash);
    }

    private protected bool CheckRootHash(IncrementalHash hash)
    {
        var isRight = Hash256.Read(hash.GetHashAndReset()) == Trailer?.RootHash;
        if (!isRight)
        {
            Report(FormatError.BadChecksum, "trailer", TrailerOffset, "root_hash does not match the file");
        }

        return isRight;
    }
}

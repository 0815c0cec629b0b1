using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>
/// Guesses what a file is: by its header, and where that is damaged by whatever else is left of it. The places are looked at
/// from the surest to the least sure.
/// </summary>
internal sealed class KindDetection
{
    private const int IdLength = 2 * Id128.Size;

    private readonly IByteSource _source;
    private readonly byte[] _bytes = new byte[StoreFileHeader.Size];

    private KindDetection(IByteSource source) => _source = source;

    /// <summary>What the file is; null if nothing says that it is part of an archive.</summary>
    public static InspectedKind? Detect(IByteSource source, FilePath path)
    {
        var detection = new KindDetection(source);
        return (InspectedKind?)detection.ByHeader(0)
            ?? (InspectedKind?)detection.ByHeader(BackupFile.TextSize)
            ?? detection.ByLogHeader()
            ?? detection.ByAccessRecord()
            ?? detection.ByStoreHeader()
            ?? (InspectedKind?)detection.ByTrailer()
            ?? (InspectedKind?)detection.ByBlock()
            ?? (InspectedKind?)detection.ByPage()
            ?? detection.ByLogFrame()
            ?? (InspectedKind?)detection.ByText()
            ?? detection.ByDamagedHeader()
            ?? detection.ByName(path);
    }

    private ReadOnlySpan<byte> Read(
        long offset, int size) => _bytes.AsSpan(0, offset < 0 ? 0 : _source.Read(_bytes.AsSpan(0, size), offset));

    private ArchiveFileKind? ByHeader(long offset)
    {
        var bytes = Read(offset, FileHeader.Size);
        return TryDecode<ArchiveFileKind>(bytes, copy => FileHeader.Decode(copy, offset).Kind);
    }

    private InspectedKind? ByLogHeader()
    {
        var bytes = Read(0, LogSegmentHeader.Size);
        return TryDecode<InspectedKind>(bytes, copy => LogSegmentHeader.Decode(copy).Number > 0 ? InspectedKind.LogSegment : null)
            ?? TryDecode<InspectedKind>(bytes, copy => LogTimeline.Decode(copy).Epoch > 0 ? InspectedKind.Timeline : null)
            ?? (bytes.StartsWith(LogCovered.Magic) ? InspectedKind.LogCovered : null);
    }

    private InspectedKind? ByAccessRecord() =>
        Read(0, AccessRecord.Magic.Length).SequenceEqual(AccessRecord.Magic) ? InspectedKind.Access : null;

    private InspectedKind? ByStoreHeader() => TryDecode<InspectedKind>(
        Read(0, StoreFileHeader.Size),
        copy => StoreFileHeader.Decode(copy).VersionMinor >= 0 ? InspectedKind.StoreFile : null);

    private InspectedKind? ByLogFrame() => TryDecode<InspectedKind>(
        Read(LogSegmentHeader.Size, LogFrameHeader.Size),
        copy => LogFrameHeader.Decode(copy, LogSegmentHeader.Size).Page > 0 ? InspectedKind.LogSegment : null);

    private ArchiveFileKind? ByTrailer()
    {
        var offset = _source.Length - Trailer.Size;
        return TryDecode<ArchiveFileKind>(Read(offset, Trailer.Size), copy => Trailer.Decode(copy, offset).Kind);
    }

    private ArchiveFileKind? ByBlock() =>
        TryDecode<ArchiveFileKind>(Read(FileHeader.Size, BlockHeader.Size), copy => BlockHeader.Decode(copy, FileHeader.Size).Type switch
    {
        BlockType.Data or BlockType.Metadata => ArchiveFileKind.Segment,
        BlockType.Records => ArchiveFileKind.Manifest,
        BlockType.LogRecords => ArchiveFileKind.LogObject,
        _ => (ArchiveFileKind?)null,
    });

    private ArchiveFileKind? ByPage() => TryDecode<ArchiveFileKind>(Read(IndexPage.OffsetOf(0), IndexPage.Size), copy =>
    {
        IndexPage.Decode(copy, 0, file: null);
        return ArchiveFileKind.Index;
    });

    private ArchiveFileKind? ByText() =>
        Read(0, BackupFile.TextStart.Length).SequenceEqual(System.Text.Encoding.ASCII.GetBytes(BackupFile.TextStart))
            ? ArchiveFileKind.Backup
            : null;

    /// <summary>A header that begins like one, and whose kind may be right.</summary>
    private InspectedKind? ByDamagedHeader()
    {
        var field = StructureFields.FileHeader.Single(field => field.Name == "kind");
        var bytes = Read(0, FileHeader.Size);
        if (bytes.StartsWith(LogSegmentHeader.Magic) || bytes.StartsWith(LogTimeline.Magic))
        {
            return bytes.StartsWith(LogTimeline.Magic) ? InspectedKind.Timeline : InspectedKind.LogSegment;
        }

        if (bytes.StartsWith(StoreFileHeader.Magic))
        {
            return InspectedKind.StoreFile;
        }

        if (!bytes.StartsWith(FileHeader.Magic) || bytes.Length < field.End)
        {
            return null;
        }

        var kind = (ArchiveFileKind)System.Buffers.Binary.BinaryPrimitives.ReadUInt16LittleEndian(bytes[field.Offset..]);
        return kind is >= ArchiveFileKind.Repository and <= ArchiveFileKind.Index or ArchiveFileKind.LogArchive or ArchiveFileKind.LogObject
            or ArchiveFileKind.Export
            ? (InspectedKind)kind
            : null;
    }

    /// <summary>
    /// A name as an archive, a log or a store gives it to its files; a segment of a log that was never used is nothing but zeros.
    /// </summary>
    private InspectedKind? ByName(FilePath path)
    {
        var folder = path.Parent.Name?.ToString();
        var name = path.Name?.ToString() ?? string.Empty;
        return folder switch
        {
            "archive" when name == "repository" => InspectedKind.Repository,
            "manifest" when name.Length == 20 && name.All(char.IsAsciiDigit) => InspectedKind.Manifest,
            "keys" when name.Length == IdLength => InspectedKind.KeySlot,
            "index" when name.Length == IdLength => InspectedKind.Index,
            "graphs" when GraphId.TryParse(name, out _) => InspectedKind.StoreFile,
            "timelines" when name.Length == IdLength => InspectedKind.Timeline,
            { Length: 2 } when name.Length == IdLength && name.StartsWith(folder, StringComparison.Ordinal) => InspectedKind.Segment,
            _ when name == "catalog" && _source.Length >= StoreLimits.PageSize => InspectedKind.StoreFile,
            _ when name.Length == 20 && name.All(char.IsAsciiDigit) && _source.Length >= LogLimits.SegmentSizeMin =>
                InspectedKind.LogSegment,
            _ => null,
        };
    }

    private static TKind? TryDecode<TKind>(ReadOnlySpan<byte> bytes, Func<ReadOnlySpan<byte>, TKind?> decode)
        where TKind : struct
    {
        try
        {
            return decode(bytes);
        }
        catch (ArchiveFormatException)
        {
            return null;
        }
    }
}

using System.Buffers.Binary;
using System.Globalization;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Recovery;
using GeodeArchive.Repository.Blocks;

namespace GeodeArchive.Tests.Recovery;

/// <summary>
/// A WAL archive of terabytes that nobody stored: each object is made when its end or a block of it is read. Each block has one redo record and
/// one commit; the commit of block n has XID n + 1 and time <see cref="TimeOf"/>.
/// </summary>
internal sealed class FormulaStore : IObjectStore
{
    public const int GroupSize = LogArchiveLimits.GroupSizeUsual;
    public const int BlocksOfObject = 256;
    public const int BlockSize = LogArchiveLimits.BlockPlainSizeUsual;
    private const int CommitSize = LogRecordHeader.Size + LogCommit.Size;
    private const int StoredSize = BlockHeader.Size + BlockPayload.PrefixSize + BlockSize;

    private readonly int _objectCount;
    private readonly byte[] _archive;
    private readonly byte[] _timeline;
    private readonly Dictionary<int, (byte[] Bytes, int Length)> _ends = [];

    public FormulaStore(int objectCount)
    {
        _objectCount = objectCount;
        _archive = new byte[FileHeader.Size];
        FileHeader.ForLogArchive(
            new RepositoryId(new Id128(1, 1)), new FileId(new Id128(1, 2)), 0, new LogArchiveSection(Timeline.DatabaseId, GroupSize)).Encode(_archive);
        _timeline = new byte[LogTimeline.Size];
        Timeline.Encode(_timeline);
    }

    public static LogTimeline Timeline { get; } = ArchiveWriter.NewTimeline(new DatabaseId(new Id128(5, 6)), 1);

    public string DisplayName => "formula";

    public static long TimeOf(long block) => 1_000_000 + (block * 1000);

    public static Lsn EndOf(long block) => new((ulong)(block + 1) * BlockSize);

    public static CommitPlace CommitOf(long block) =>
        block < 0 ? CommitPlace.None : new CommitPlace(EndOf(block), new Xid((ulong)block + 1), TimeOf(block));

    public bool PutIfAbsent(ObjectKey key, ReadOnlySpan<byte> content) => throw new NotSupportedException();

    public IObjectUpload BeginUpload(ObjectKey key) => throw new NotSupportedException();

    public bool Delete(ObjectKey key, bool isDurable = false) => throw new NotSupportedException();

    public int GetRange(ObjectKey key, long offset, Span<byte> destination)
    {
        if (Small(key) is { } small)
        {
            small.AsSpan((int)offset, destination.Length).CopyTo(destination);
            return destination.Length;
        }

        var number = NumberOf(key);
        var index = (int)((offset - FileHeader.Size) / StoredSize);
        Assert.Equal((StoredSize, FileHeader.Size + ((long)index * StoredSize)), (destination.Length, offset));
        using var compressor = Compressors.Create(CompressionSettings.For(CompressionAlgorithm.None));
        using var encoder = new BlockEncoder(compressor);
        encoder.Encode(BlockType.LogRecords, Records((number * BlocksOfObject) + index));
        encoder.Finish(FileIdOf(number), index, offset).CopyTo(destination);
        return destination.Length;
    }

    public (int Count, long Length) GetSuffix(ObjectKey key, Span<byte> destination)
    {
        var (end, length) = Small(key) is { } small ? (small, small.Length) : EndOnce(NumberOf(key));
        var count = Math.Min(destination.Length, end.Length);
        Assert.True(count == destination.Length || end.Length == length, "more was asked for than the footer");
        end.AsSpan(end.Length - count).CopyTo(destination);
        return (count, length);
    }

    public IReadOnlyList<ObjectEntry> List(string prefix, bool recursive = true, int countMax = int.MaxValue)
    {
        Assert.False(recursive);
        var folder = prefix.TrimEnd('/').Split('/')[^1];
        if (!LogArchiveNames.TryParseGroup(folder, out var group))
        {
            return [];
        }

        var first = (int)group * GroupSize;
        return
        [
            .. Enumerable.Range(first, Math.Min(GroupSize, _objectCount - first)).Select(number =>
                new ObjectEntry(LogArchiveNames.Object(Timeline.TimelineId, group, StartOf(number)), 1)),
        ];
    }

    public IReadOnlyList<string> ListFolders(string prefix) => prefix.Length == 0
        ? [Timeline.TimelineId.ToString()]
        :
        [
            .. Enumerable.Range(0, (_objectCount + GroupSize - 1) / GroupSize).Select(group => group.ToString("x8", CultureInfo.InvariantCulture)),
        ];

    public void Dispose()
    {
    }

    private static Lsn StartOf(long number) => new((ulong)number * BlocksOfObject * BlockSize);

    private static FileId FileIdOf(long number) => new(new Id128(7, (ulong)number + 1));

    private static Hash256 RootOf(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return Hash256.OfContent(bytes);
    }

    private static byte[] Records(long block)
    {
        var records = new byte[BlockSize];
        var redo = BlockSize - CommitSize;
        new LogRecordHeader(LogRecordType.RedoFirst, redo - LogRecordHeader.Size).Encode(records);
        new LogRecordHeader(LogRecordType.Commit, LogCommit.Size).Encode(records.AsSpan(redo));
        new LogCommit(new Xid((ulong)block + 1), TimeOf(block)).Encode(records.AsSpan(redo + LogRecordHeader.Size));
        return records;
    }

    private static LogGranule Granule(long firstBlock, long lastBlock) => new()
    {
        Start = new Lsn((ulong)firstBlock * BlockSize),
        TimeMaxBefore = firstBlock == 0 ? long.MinValue : TimeOf(firstBlock - 1),
        TimeFirst = TimeOf(firstBlock),
        TimeLast = TimeOf(lastBlock),
        XidFirst = new Xid((ulong)firstBlock + 1),
        XidLast = new Xid((ulong)lastBlock + 1),
        IsOrdered = true,
    };

    private static LogGranule Objects(long first, long last) => Granule(first * BlocksOfObject, ((last + 1) * BlocksOfObject) - 1);

    private static long FileSizeOf(int footerSize) =>
        FileHeader.Size + ((long)BlocksOfObject * StoredSize) + BlockHeader.Size + BlockPayload.PrefixSize + footerSize + Trailer.Size;

    private static (byte[] Bytes, int Length) End(int number)
    {
        var (group, ordinal) = ((uint)(number / GroupSize), number % GroupSize);
        var first = number - ordinal;
        var section = new LogObjectSection
        {
            TimelineId = Timeline.TimelineId,
            DatabaseId = Timeline.DatabaseId,
            StartLsn = StartOf(number),
            EndLsn = StartOf(number + 1),
            Epoch = Timeline.Epoch,
            Group = group,
            GroupSize = GroupSize,
            Ordinal = ordinal,
            PreviousRootHash = number == 0 ? default : RootOf(number - 1),
        };
        var writer = new FormatWriter();
        new LogObjectFooter(new LogObjectFooterContent
        {
            Object = section,
            Blocks = [.. Enumerable.Range(0, BlocksOfObject).Select(index => Block(number, index))],
            Commit = CommitOf(((number + 1L) * BlocksOfObject) - 1),
            Entries = [.. Enumerable.Range(first, ordinal).Select(other =>
                new LogObjectEntry(Objects(other, other), StartOf(other + 1), 70_000_000, 0, RootOf(other)))],
            Groups = section.IsLastOfGroup
                ?
                [
                    .. Enumerable.Range(0, (int)group + 1).Select(other => new LogGroupEntry(
                        Objects(other * GroupSize, ((other + 1) * GroupSize) - 1),
                        StartOf((other + 1) * GroupSize),
                        StartOf(((other + 1) * GroupSize) - 1),
                        0)),
                ]
                : [],
            PreviousGroupStart = group == 0 ? Lsn.Zero : StartOf(first - 1),
        }).Encode(writer);
        return Finish(number, writer.WrittenSpan);
    }

    private static LogObjectBlock Block(int number, int index)
    {
        var block = ((long)number * BlocksOfObject) + index;
        var stored = new byte[BlockPayload.PrefixSize + BlockSize];
        Records(block).CopyTo(stored, BlockPayload.PrefixSize);
        BlockPayload.WritePrefix(stored, BlockSize, BlockSize, CompressionAlgorithm.None);
        return new LogObjectBlock
        {
            Granule = Granule(block, block),
            CommitBefore = CommitOf(block - 1),
            Offset = FileHeader.Size + ((long)index * StoredSize),
            StoredSize = stored.Length,
            PlainSize = BlockSize,
            PayloadSum = BlockPayload.SumPlain(stored),
        };
    }

    private static (byte[] Bytes, int Length) Finish(int number, ReadOnlySpan<byte> footer)
    {
        using var compressor = Compressors.Create(CompressionSettings.For(CompressionAlgorithm.None));
        using var encoder = new BlockEncoder(compressor);
        encoder.Encode(BlockType.Footer, footer);
        var offset = FileHeader.Size + ((long)BlocksOfObject * StoredSize);
        var size = FileSizeOf(footer.Length);
        var trailer = new Trailer
        {
            Kind = ArchiveFileKind.LogObject,
            BlockCount = BlocksOfObject + 1,
            FooterOffset = offset,
            FileSize = size,
            FileId = FileIdOf(number),
            RootHash = RootOf(number),
            ItemCount = 2 * BlocksOfObject,
        };

        // What is before the footer is never asked for.
        var end = new byte[Math.Min(size, 512 << 10)];
        var at = end.Length - (int)(size - offset);
        encoder.Finish(FileIdOf(number), BlocksOfObject, offset).CopyTo(end.AsSpan(at));
        trailer.Encode(end.AsSpan(end.Length - Trailer.Size));
        return (end, (int)size);
    }

    private (byte[] Bytes, int Length) EndOnce(int number)
    {
        if (!_ends.TryGetValue(number, out var end))
        {
            end = End(number);
            _ends.Add(number, end);
        }

        return end;
    }

    private byte[]? Small(ObjectKey key) =>
        key == LogArchiveNames.Repository ? _archive : key == LogArchiveNames.Timeline(Timeline.TimelineId) ? _timeline : null;

    private int NumberOf(ObjectKey key)
    {
        Assert.True(LogArchiveNames.TryParseObject(key, out var start));
        var number = (int)(start.Value / (BlocksOfObject * (ulong)BlockSize));
        Assert.InRange(number, 0, _objectCount - 1);
        return number;
    }
}

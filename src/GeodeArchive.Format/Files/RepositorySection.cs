using System.Buffers.Binary;
using System.Numerics;

namespace GeodeArchive.Format;

/// <summary>What the repository file says: how data is cut into chunks. See format-spec/repository.md.</summary>
public sealed record RepositorySection : FileKindSection
{
    private const int ChunkSizeMinLeast = 4 << 10;
    private const int ChunkSizeMinMost = 1 << 20;
    private const long PartSizeUnit = 1 << 20;
    private const long PartSizeMost = 1 << 30;
    private const int ExtentSizeLeast = 64 << 10;
    private const int ExtentSizeMost = Limits.ChunkSizeMax;

    /// <inheritdoc/>
    public override ArchiveFileKind Kind => ArchiveFileKind.Repository;

    internal override int End => RepositorySectionLayout.End;

    /// <summary>How byte streams are cut.</summary>
    public ChunkerAlgorithm Chunker { get; init; } = ChunkerAlgorithm.Gear;

    /// <summary>The smallest chunk but for the last of a part, in bytes.</summary>
    public required int ChunkSizeMin { get; init; }

    /// <summary>The size that chunks have on average, in bytes; a power of two.</summary>
    public required int ChunkSizeAverage { get; init; }

    /// <summary>The largest chunk of a byte stream, in bytes.</summary>
    public required int ChunkSizeMax { get; init; }

    /// <summary>A file is cut at every multiple of this, in bytes.</summary>
    public required long PartSize { get; init; }

    /// <summary>The chunk of page-structured files, in bytes.</summary>
    public required int ExtentSize { get; init; }

    /// <summary>From which the chunker of the plain domain derives its table.</summary>
    public required ChunkerKey ChunkerKey { get; init; }

    internal static RepositorySection Read(ReadOnlySpan<byte> header, Place place) => new()
    {
        Chunker = (ChunkerAlgorithm)BinaryPrimitives.ReadUInt16LittleEndian(header[RepositorySectionLayout.ChunkerOffset..]),
        ChunkSizeMin = ReadSize(header, RepositorySectionLayout.ChunkSizeMinOffset),
        ChunkSizeAverage = ReadSize(header, RepositorySectionLayout.ChunkSizeAverageOffset),
        ChunkSizeMax = ReadSize(header, RepositorySectionLayout.ChunkSizeMaxOffset),
        PartSize = place.Signed(BinaryPrimitives.ReadUInt64LittleEndian(header[RepositorySectionLayout.PartSizeOffset..]), "part_size"),
        ExtentSize = ReadSize(header, RepositorySectionLayout.ExtentSizeOffset),
        ChunkerKey = ChunkerKey.Read(header[RepositorySectionLayout.ChunkerKeyOffset..]),
    };

    internal override void Write(Span<byte> header)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(header[RepositorySectionLayout.ChunkerOffset..], (ushort)Chunker);
        BinaryPrimitives.WriteInt32LittleEndian(header[RepositorySectionLayout.ChunkSizeMinOffset..], ChunkSizeMin);
        BinaryPrimitives.WriteInt32LittleEndian(header[RepositorySectionLayout.ChunkSizeAverageOffset..], ChunkSizeAverage);
        BinaryPrimitives.WriteInt32LittleEndian(header[RepositorySectionLayout.ChunkSizeMaxOffset..], ChunkSizeMax);
        BinaryPrimitives.WriteInt64LittleEndian(header[RepositorySectionLayout.PartSizeOffset..], PartSize);
        BinaryPrimitives.WriteInt32LittleEndian(header[RepositorySectionLayout.ExtentSizeOffset..], ExtentSize);
        ChunkerKey.Write(header[RepositorySectionLayout.ChunkerKeyOffset..]);
    }

    internal override void Validate(FileHeader header, Place place)
    {
        place.Require(Chunker is ChunkerAlgorithm.Gear, FormatError.BadValue, "chunker is unknown");
        place.RequireRange(ChunkSizeMin, ChunkSizeMinLeast, ChunkSizeMinMost, "chunk_size_min");
        place.RequireRange(ChunkSizeAverage, 2L * ChunkSizeMin, Limits.ChunkSizeMax, "chunk_size_average");
        place.Require(BitOperations.IsPow2(ChunkSizeAverage), FormatError.BadValue, "chunk_size_average is not a power of two");
        place.RequireRange(ChunkSizeMax, 2L * ChunkSizeAverage, Limits.ChunkSizeMax, "chunk_size_max");
        place.RequireRange(PartSize, PartSizeUnit, PartSizeMost, "part_size");
        place.Require(PartSize % PartSizeUnit == 0, FormatError.BadValue, "part_size is not a multiple of 1 MiB");
        place.RequireRange(ExtentSize, ExtentSizeLeast, ExtentSizeMost, "extent_size");
        place.Require(BitOperations.IsPow2(ExtentSize), FormatError.BadValue, "extent_size is not a power of two");
    }

    internal override void RequireReserved(ReadOnlySpan<byte> header, Place place)
    {
        place.RequireReserved(header.Slice(RepositorySectionLayout.Reserved1Offset, RepositorySectionLayout.Reserved1Size), "reserved");
        place.RequireReserved(header.Slice(RepositorySectionLayout.Reserved2Offset, RepositorySectionLayout.Reserved2Size), "reserved");
    }

    /// <summary>Sizes fit 24 bits; what does not even fit 31 is outside each range as a negative number too.</summary>
    private static int ReadSize(ReadOnlySpan<byte> header, int offset) => BinaryPrimitives.ReadInt32LittleEndian(header[offset..]);
}

namespace GeodeArchive.Format;

/// <summary>
/// A run of a file's bytes that comes from one chunk, or is a hole. Its place in the file follows from the extents before it.
/// </summary>
/// <param name="Kind">Where the bytes come from.</param>
/// <param name="ChunkId">The chunk; zero for a hole.</param>
/// <param name="Offset">Where they start in the chunk; 0 unless it is a part of one.</param>
/// <param name="Length">How many; at least 1.</param>
public readonly record struct Extent(ExtentKind Kind, ChunkId ChunkId, long Offset, long Length)
{
    /// <summary>The smallest extent takes a tag and a length.</summary>
    internal const int EncodedSizeLeast = 2;

    /// <summary>All bytes of a chunk.</summary>
    /// <param name="id">The chunk.</param>
    /// <param name="length">Its size.</param>
    public static Extent Whole(ChunkId id, long length) => new(ExtentKind.WholeChunk, id, 0, length);

    /// <summary>Some bytes of a chunk.</summary>
    public static Extent Part(ChunkId id, long offset, long length) => new(ExtentKind.ChunkPart, id, offset, length);

    /// <summary>Zeros that are not stored.</summary>
    public static Extent Hole(long length) => new(ExtentKind.Hole, default, 0, length);

    internal static Extent Read(ref FormatReader reader)
    {
        byte kind = reader.ReadByte();
        Extent extent = (ExtentKind)kind switch
        {
            ExtentKind.WholeChunk => Whole(reader.ReadChunkId(), reader.ReadCount("length of an extent")),
            ExtentKind.ChunkPart =>
                Part(reader.ReadChunkId(), reader.ReadCount("offset of an extent"), reader.ReadCount("length of an extent")),
            ExtentKind.Hole => Hole(reader.ReadCount("length of an extent")),
            _ => default,
        };
        if (extent.Kind == 0)
        {
            reader.Fail(FormatError.BadValue, $"extent tag {kind} is unknown");
        }

        extent.Validate(reader.Place);
        return extent;
    }

    internal void Write(FormatWriter writer, Place place)
    {
        Validate(place);
        writer.WriteByte((byte)Kind);
        if (Kind != ExtentKind.Hole)
        {
            writer.WriteChunkId(ChunkId);
        }

        if (Kind == ExtentKind.ChunkPart)
        {
            writer.WriteCount(Offset);
        }

        writer.WriteCount(Length);
    }

    /// <summary>Adds lengths that must not pass 2^63-1.</summary>
    internal static long Add(long sum, long length, Place place)
    {
        place.Require(length <= long.MaxValue - sum, FormatError.BadValue, "the sum of lengths is beyond 2^63-1");
        return sum + length;
    }

    private void Validate(Place place)
    {
        place.Require(Kind is >= ExtentKind.WholeChunk and <= ExtentKind.Hole, FormatError.BadValue, "extent tag is unknown");
        place.RequireRange(Length, 1, long.MaxValue, "length of an extent");
        place.Require(Kind == ExtentKind.ChunkPart || Offset == 0, FormatError.BadValue, "offset of an extent that has none");
        place.Require(Kind != ExtentKind.Hole || ChunkId.IsZero, FormatError.BadValue, "a hole with a chunk");
        if (Kind != ExtentKind.Hole)
        {
            place.RequireAtMost(Offset, Limits.ChunkSizeMax, "offset of an extent");
            place.RequireAtMost(Length, Limits.ChunkSizeMax - Offset, "end of an extent in its chunk");
        }
    }

    /// <summary>True if these bytes are in a chunk of that length: all of it, for a whole chunk.</summary>
    public bool Fits(int chunkLength) =>
        Kind == ExtentKind.WholeChunk ? Length == chunkLength : Offset <= chunkLength && Length <= chunkLength - Offset;
}

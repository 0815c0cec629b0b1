using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>
/// The chunk directory at the start of a data or metadata block's plain payload, and the chunks after it: see format-spec/segment.md.
/// A view of the payload; enumerates its chunks in order without allocation.
/// </summary>
public readonly ref struct ChunkDirectory
{
    private const string StructureName = "chunk directory";

    private readonly ReadOnlySpan<byte> _payload;

    private ChunkDirectory(ReadOnlySpan<byte> payload, int count)
    {
        _payload = payload;
        Count = count;
    }

    /// <summary>Chunks in the block; at least 1.</summary>
    public int Count { get; }

    /// <summary>Checks a whole plain payload: count, lengths, and that the chunks fill it exactly. Chunks are not hashed.</summary>
    /// <param name="payload">The plain payload of a data or metadata block.</param>
    /// <param name="blockOffset">Where the block's header is in its file, for errors.</param>
    /// <exception cref="ArchiveFormatException">Not a valid directory.</exception>
    public static ChunkDirectory Decode(ReadOnlySpan<byte> payload, long blockOffset)
    {
        Place place = Place.Decoding(StructureName, blockOffset);
        place.RequireSize(payload.Length, ChunkDirectoryLayout.EntriesOffset);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(payload[ChunkDirectoryLayout.ChunkCountOffset..]);
        place.Require(count != 0, FormatError.BadValue, "chunk_count is 0");
        place.Require(
            count <= (payload.Length - ChunkDirectoryLayout.EntriesOffset) / ChunkDirectoryEntry.Size,
            FormatError.Truncated,
            "chunk_count is beyond the payload");
        long end = SizeFor((int)count);
        for (int i = 0; i < (int)count; i++)
        {
            ChunkDirectoryEntry entry = ReadEntry(payload, i);
            entry.Validate(place);
            end += entry.Length;
        }

        place.Require(end <= payload.Length, FormatError.Truncated, "the chunks end after the payload");
        place.Require(end == payload.Length, FormatError.TrailingBytes, "the chunks end before the payload");
        return new ChunkDirectory(payload, (int)count);
    }

    /// <summary>Size of the directory of <paramref name="chunkCount"/> chunks, in bytes: where the first chunk starts.</summary>
    public static int SizeFor(int chunkCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chunkCount);
        return checked(ChunkDirectoryLayout.EntriesOffset + (chunkCount * ChunkDirectoryEntry.Size));
    }

    /// <summary>Writes the directory.</summary>
    /// <param name="destination">Its first <see cref="SizeFor"/> bytes are set; the chunks go after them.</param>
    /// <param name="entries">The chunks, in order; at least one.</param>
    /// <exception cref="ArgumentException">Entries that a reader would refuse, or too little room.</exception>
    public static void Write(Span<byte> destination, ReadOnlySpan<ChunkDirectoryEntry> entries)
    {
        Place place = Place.Encoding(StructureName);
        place.Require(!entries.IsEmpty, FormatError.BadValue, "chunk_count is 0");
        if (destination.Length < SizeFor(entries.Length))
        {
            throw new ArgumentException("no room for the chunk directory", nameof(destination));
        }

        BinaryPrimitives.WriteInt32LittleEndian(destination[ChunkDirectoryLayout.ChunkCountOffset..], entries.Length);
        long plainSize = SizeFor(entries.Length);
        int at = ChunkDirectoryLayout.EntriesOffset;
        foreach (ref readonly ChunkDirectoryEntry entry in entries)
        {
            entry.Validate(place);
            entry.Write(destination[at..]);
            at += ChunkDirectoryEntry.Size;
            plainSize += entry.Length;
        }

        place.RequireAtMost(plainSize, Limits.BlockPlainSizeMax, "payload");
    }

    /// <summary>Refuses a directory that is not as the footer says with <c>bad-reference</c>.</summary>
    /// <param name="entries">The block's chunks in the footer.</param>
    /// <param name="blockOffset">Where the block's header is in its file, for errors.</param>
    /// <exception cref="ArchiveFormatException">Other chunks.</exception>
    public void ExpectEntries(ReadOnlySpan<ChunkDirectoryEntry> entries, long blockOffset)
    {
        bool same = Count == entries.Length;
        for (int i = 0; same && i < Count; i++)
        {
            same = ReadEntry(_payload, i) == entries[i];
        }

        Place.Decoding(StructureName, blockOffset).Require(same, FormatError.BadReference, "the chunks are not those of the footer");
    }

    /// <summary>The chunks in order.</summary>
    public Enumerator GetEnumerator() => new(_payload, Count);

    private static ChunkDirectoryEntry ReadEntry(ReadOnlySpan<byte> payload, int index) =>
        ChunkDirectoryEntry.Read(payload[(ChunkDirectoryLayout.EntriesOffset + (index * ChunkDirectoryEntry.Size))..]);

    /// <summary>Walks a directory that was checked.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<byte> _payload;
        private readonly int _count;
        private int _index;
        private int _end;

        internal Enumerator(ReadOnlySpan<byte> payload, int count)
        {
            _payload = payload;
            _count = count;
            _index = 0;
            _end = SizeFor(count);
        }

        /// <summary>The chunk.</summary>
        public ChunkPlace Current { get; private set; }

        /// <summary>Goes to the next chunk.</summary>
        public bool MoveNext()
        {
            if (_index == _count)
            {
                return false;
            }

            ChunkDirectoryEntry entry = ReadEntry(_payload, _index);
            Current = new ChunkPlace(entry.Id, _end, entry.Length);
            _index++;
            _end += entry.Length;
            return true;
        }
    }
}

using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>
/// Writes structures into one growing buffer, which is kept by <see cref="Clear"/>: a writer that is used again does not allocate.
/// <see cref="WrittenSpan"/> and <see cref="WrittenMemory"/> are views of the buffer, valid until the next write or clear. Not thread-safe.
/// </summary>
public sealed class FormatWriter
{
    private byte[] _buffer;

    /// <summary>A writer with room for <paramref name="capacity"/> bytes; it grows as needed.</summary>
    public FormatWriter(int capacity = 4096)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _buffer = new byte[capacity];
    }

    /// <summary>Bytes written since the last <see cref="Clear"/>.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes that the buffer has room for before it grows.</summary>
    public int Capacity => _buffer.Length;

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _buffer.AsSpan(0, Length);

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, Length);

    /// <summary>Forgets what was written, keeps the buffer.</summary>
    public void Clear() => Length = 0;

    /// <summary>Forgets what was written after the first <paramref name="length"/> bytes.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    /// <summary>
    /// Appends <paramref name="size"/> bytes, whose content the caller must set through the returned span before the next write.
    /// </summary>
    public Span<byte> Append(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        int end = checked(Length + size);
        if (end > _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(Math.Max(end, 2L * _buffer.Length), Array.MaxLength));
        }

        Span<byte> span = _buffer.AsSpan(Length, size);
        Length = end;
        return span;
    }

    /// <summary>Writes over what was written before: what is known only later.</summary>
    /// <param name="position">Where; all of the bytes must lie in what was written.</param>
    /// <param name="bytes">What to write there.</param>
    public void Patch(int position, ReadOnlySpan<byte> bytes) => bytes.CopyTo(_buffer.AsSpan(0, Length).Slice(position, bytes.Length));

    /// <summary>Writes one byte.</summary>
    public void WriteByte(byte value) => Append(1)[0] = value;

    /// <summary>Writes two bytes.</summary>
    public void WriteU16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Append(sizeof(ushort)), value);

    /// <summary>Writes four bytes.</summary>
    public void WriteU32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Append(sizeof(uint)), value);

    /// <summary>Writes eight bytes.</summary>
    public void WriteU64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Append(sizeof(ulong)), value);

    /// <summary>Writes eight bytes, two's complement.</summary>
    public void WriteI64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Append(sizeof(long)), value);

    /// <summary>Writes an unsigned LEB128 number in its shortest form.</summary>
    public void WriteVarint(ulong value)
    {
        while (value >= 0x80)
        {
            WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        WriteByte((byte)value);
    }

    /// <summary>Writes an offset, size, count or number as a varint.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is negative.</exception>
    public void WriteCount(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        WriteVarint((ulong)value);
    }

    /// <summary>Writes a zigzag varint.</summary>
    public void WriteZigzag(long value) => WriteVarint((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Writes bytes as they are.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Append(bytes.Length));

    /// <summary>Writes a varint length and the bytes.</summary>
    public void WriteLengthPrefixed(ReadOnlySpan<byte> bytes)
    {
        WriteVarint((uint)bytes.Length);
        WriteBytes(bytes);
    }

    /// <summary>Writes a 16-byte id.</summary>
    public void WriteId(Id128 id) => id.Write(Append(Id128.Size));

    /// <summary>Writes a chunk id.</summary>
    public void WriteChunkId(ChunkId id) => id.Write(Append(ChunkId.Size));

    /// <summary>Writes 32 bytes of a hash.</summary>
    public void WriteHash(Hash256 hash) => hash.Write(Append(Hash256.Size));

    /// <summary>Writes <paramref name="size"/> zero bytes.</summary>
    public void WriteReserved(int size) => Append(size).Clear();

    /// <summary>Writes a varint length and UTF-8, checked as <see cref="FormatReader.ReadText"/> does.</summary>
    internal void WriteText(string text, int max, int min, Place place, string field)
    {
        byte[] bytes = StrictText.Encode(text, place, field);
        place.RequireAtMost(bytes.Length, max, field);
        place.RequireRange(bytes.Length, min, max, field);
        WriteLengthPrefixed(bytes);
    }
}

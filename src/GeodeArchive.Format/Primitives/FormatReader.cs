using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace GeodeArchive.Format;

/// <summary>
/// Reads a structure from a span, field by field. Every method throws <see cref="ArchiveFormatException"/> with the structure's name and
/// place: <c>truncated</c> where the bytes end too early. Spans that it returns are slices of the span that it was given.
/// </summary>
public ref struct FormatReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Place _place;

    /// <summary>Reads <paramref name="bytes"/>, which are the whole of <paramref name="structure"/>.</summary>
    /// <param name="bytes">The structure.</param>
    /// <param name="structure">Its name in the specification.</param>
    /// <param name="baseOffset">Where in its file it starts, or the block that holds it; -1 if it has no place.</param>
    public FormatReader(ReadOnlySpan<byte> bytes, string structure, long baseOffset = -1)
        : this(bytes, Place.Decoding(structure, baseOffset))
    {
    }

    internal FormatReader(ReadOnlySpan<byte> bytes, Place place)
    {
        _bytes = bytes;
        _place = place;
        Position = 0;
    }

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes not read yet.</summary>
    public readonly int Remaining => _bytes.Length - Position;

    /// <summary>Whether all bytes were read.</summary>
    public readonly bool AtEnd => Position == _bytes.Length;

    internal readonly Place Place => _place;

    /// <summary>Reads one byte.</summary>
    public byte ReadByte() => ReadBytes(1)[0];

    /// <summary>Reads two bytes.</summary>
    public ushort ReadU16() => BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(sizeof(ushort)));

    /// <summary>Reads four bytes.</summary>
    public uint ReadU32() => BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(sizeof(uint)));

    /// <summary>Reads eight bytes.</summary>
    public ulong ReadU64() => BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(sizeof(ulong)));

    /// <summary>Reads eight bytes, two's complement.</summary>
    public long ReadI64() => BinaryPrimitives.ReadInt64LittleEndian(ReadBytes(sizeof(long)));

    /// <summary>Reads an unsigned LEB128 number in its shortest form; anything else is <c>bad-varint</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadVarint() => Position < _bytes.Length && _bytes[Position] < 0x80 ? _bytes[Position++] : ReadLongVarint();

    /// <summary>Reads a zigzag varint.</summary>
    public long ReadZigzag()
    {
        ulong value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>
    /// Reads a varint that holds an offset, size, count or number: from <paramref name="minimum"/> to 2^63-1, else <c>bad-value</c>.
    /// </summary>
    public long ReadCount(string field, long minimum = 0)
    {
        long value = _place.Signed(ReadVarint(), field);
        _place.RequireRange(value, minimum, long.MaxValue, field);
        return value;
    }

    /// <summary>Reads a varint from <paramref name="minimum"/> to <paramref name="maximum"/>, else <c>bad-value</c>.</summary>
    public long ReadRange(string field, long minimum, long maximum)
    {
        long value = _place.Signed(ReadVarint(), field);
        _place.RequireRange(value, minimum, maximum, field);
        return value;
    }

    /// <summary>Reads <paramref name="size"/> bytes.</summary>
    public ReadOnlySpan<byte> ReadBytes(int size)
    {
        if ((uint)size > (uint)Remaining)
        {
            FailTruncated(size);
        }

        ReadOnlySpan<byte> bytes = _bytes.Slice(Position, size);
        Position += size;
        return bytes;
    }

    /// <summary>
    /// Reads a varint length and that many bytes. More than <paramref name="max"/> is <c>too-large</c>, fewer than
    /// <paramref name="min"/> <c>bad-value</c>.
    /// </summary>
    public ReadOnlySpan<byte> ReadLengthPrefixed(int max, int min = 0, string field = "length")
    {
        long size = _place.Signed(ReadVarint(), field);
        _place.RequireAtMost(size, max, field);
        _place.RequireRange(size, min, max, field);
        return ReadBytes((int)size);
    }

    /// <summary>Reads a varint length and that many bytes of UTF-8.</summary>
    public string ReadText(int max, int min, string field) => StrictText.Decode(ReadLengthPrefixed(max, min, field), _place, field);

    /// <summary>Reads a 16-byte id.</summary>
    public Id128 ReadId() => Id128.Read(ReadBytes(Id128.Size));

    /// <summary>Reads a chunk id.</summary>
    public ChunkId ReadChunkId() => ChunkId.Read(ReadBytes(ChunkId.Size));

    /// <summary>Reads 32 bytes of a hash.</summary>
    public Hash256 ReadHash() => Hash256.Read(ReadBytes(Hash256.Size));

    /// <summary>Reads <paramref name="size"/> bytes that must be zero, else <c>reserved-not-zero</c>.</summary>
    public void ReadReserved(int size) => _place.RequireReserved(ReadBytes(size), "reserved");

    /// <summary>Refuses bytes after the end with <c>trailing-bytes</c>.</summary>
    public readonly void ExpectEnd()
    {
        if (!AtEnd)
        {
            Fail(FormatError.TrailingBytes, $"{Remaining} bytes after the end");
        }
    }

    /// <summary>Throws with the place of this structure.</summary>
    /// <exception cref="ArchiveFormatException">Always.</exception>
    [DoesNotReturn]
    public readonly void Fail(FormatError error, string detail) => _place.Fail(error, detail);

    private ulong ReadLongVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte group = ReadByte();
            if (shift == 63 && group > 1)
            {
                Fail(FormatError.BadVarint, "a varint of more than 64 bits");
            }

            value |= (ulong)(group & 0x7F) << shift;
            if ((group & 0x80) == 0)
            {
                if (group == 0 && shift > 0)
                {
                    Fail(FormatError.BadVarint, "a varint that is not in shortest form");
                }

                return value;
            }
        }

        Fail(FormatError.BadVarint, "a varint of more than 64 bits");
        return 0;
    }

    [DoesNotReturn]
    private readonly void FailTruncated(int size) =>
        Fail(FormatError.Truncated, $"{size} bytes are asked for at byte {Position}, {Remaining} are left");
}

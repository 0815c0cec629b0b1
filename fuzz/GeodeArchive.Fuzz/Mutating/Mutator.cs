using System.Buffers.Binary;
using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Simulation;

namespace GeodeArchive.Fuzz.Mutating;

/// <summary>
/// Changes inputs: bits, bytes, whole numbers to values where arithmetic breaks, pieces, and known fields. A function of its
/// random numbers.
/// </summary>
public sealed class Mutator
{
    private const int RunLengthMax = 32;
    private const int ChangesMax = 6;

    private static readonly ulong[] Boundaries =
    [
        0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000,
        0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, 0xFFFF_FFFF_FFFF_FFFF, 16 << 20, (16 << 20) + 1, 17 << 20, 8 << 20, 4 << 20, 1 << 30,
    ];

    private readonly SeededRandom _random;
    private readonly ImmutableArray<StructureField> _fields;
    private readonly int _sizeMax;

    /// <summary>Makes a mutator.</summary>
    /// <param name="random">Decides everything.</param>
    /// <param name="fields">Fields at known places.</param>
    /// <param name="sizeMax">Inputs do not grow beyond this.</param>
    public Mutator(SeededRandom random, ImmutableArray<StructureField> fields, int sizeMax)
    {
        _random = random;
        _fields = fields;
        _sizeMax = sizeMax;
    }

    /// <summary>A changed copy of <paramref name="input"/>.</summary>
    /// <param name="input">What to start from.</param>
    /// <param name="other">Another input, of which pieces may be taken.</param>
    public byte[] Mutate(byte[] input, byte[] other)
    {
        var bytes = (byte[])input.Clone();
        var count = 1;
        while (count < ChangesMax && _random.OneIn(2))
        {
            count++;
        }

        for (var i = 0; i < count; i++)
        {
            bytes = Change(bytes, other);
        }

        return bytes.Length <= _sizeMax ? bytes : bytes[.._sizeMax];
    }

    private byte[] Change(byte[] bytes, byte[] other)
    {
        if (bytes.Length == 0)
        {
            return Insert(bytes, RandomBytes());
        }

        switch (_random.Next(_fields.IsEmpty ? 11 : 15))
        {
            case 0:
                bytes[At(bytes)] ^= (byte)(1 << _random.Next(8));
                return bytes;
            case 1:
                bytes[At(bytes)] = (byte)_random.Next(256);
                return bytes;
            case 2:
                bytes[At(bytes)] += (byte)(_random.OneIn(2) ? 1 : 255);
                return bytes;
            case 3 or 4:
                WriteNumber(bytes, At(bytes), 1 << _random.Next(4), Boundary(bytes.Length));
                return bytes;
            case 5:
                return Insert(bytes, RandomBytes());
            case 6:
                return Insert(bytes, Piece(_random.OneIn(2) ? bytes : other));
            case 7:
                return Delete(bytes);
            case 8:
                Overwrite(bytes, Piece(_random.OneIn(2) ? bytes : other));
                return bytes;
            case 9:
                return _random.OneIn(4) ? Splice(bytes, other) : bytes[..At(bytes)];
            case 10:
                return Zero(bytes);
            default:
                ChangeField(bytes);
                return bytes;
        }
    }

    private int At(byte[] bytes) => _random.Next(bytes.Length);

    private ulong Boundary(int length) => _random.Next(8) switch
    {
        0 => (ulong)(length + _random.Next(3) - 1),
        1 => (ulong)_random.Next(length + 1),
        2 => _random.NextUInt64() >> _random.Next(64),
        3 => (ulong)-_random.Next(1 << 16),
        _ => Boundaries[_random.Next(Boundaries.Length)],
    };

    private void ChangeField(byte[] bytes)
    {
        var field = _fields[_random.Next(_fields.Length)];
        if (field.End > bytes.Length)
        {
            return;
        }

        var place = bytes.AsSpan(field.Offset, field.Size);
        switch (_random.Next(4))
        {
            case 0:
                _random.Fill(place);
                break;
            case 1:
                place[_random.Next(place.Length)] ^= (byte)(1 << _random.Next(8));
                break;
            case 2 when field.Size <= sizeof(ulong):
                WriteNumber(bytes, field.Offset, field.Size, ReadNumber(place) + (ulong)(_random.Next(5) - 2));
                break;
            case 3 when field.Size > sizeof(ulong):
                place.Clear();
                break;
            default:
                WriteNumber(bytes, field.Offset, Math.Min(field.Size, sizeof(ulong)), Boundary(bytes.Length));
                break;
        }
    }

    private byte[] RandomBytes()
    {
        var bytes = new byte[1 + _random.Next(RunLengthMax)];
        if (_random.OneIn(2))
        {
            _random.Fill(bytes);
        }
        else
        {
            bytes.AsSpan().Fill((byte)(_random.OneIn(2) ? 0 : _random.Next(256)));
        }

        return bytes;
    }

    private byte[] Piece(byte[] source)
    {
        if (source.Length == 0)
        {
            return [];
        }

        var start = At(source);
        var length = Math.Min(source.Length - start, 1 + _random.Next(_random.OneIn(4) ? source.Length : RunLengthMax));
        return source[start..(start + length)];
    }

    private byte[] Insert(byte[] bytes, byte[] piece)
    {
        var at = _random.Next(bytes.Length + 1);
        return [.. bytes.AsSpan(0, at), .. piece, .. bytes.AsSpan(at)];
    }

    private byte[] Delete(byte[] bytes)
    {
        var start = At(bytes);
        var length = Math.Min(bytes.Length - start, 1 + _random.Next(_random.OneIn(4) ? bytes.Length : RunLengthMax));
        return [.. bytes.AsSpan(0, start), .. bytes.AsSpan(start + length)];
    }

    private void Overwrite(byte[] bytes, byte[] piece)
    {
        var at = At(bytes);
        piece.AsSpan(0, Math.Min(piece.Length, bytes.Length - at)).CopyTo(bytes.AsSpan(at));
    }

    private byte[] Zero(byte[] bytes)
    {
        var start = At(bytes);
        bytes.AsSpan(start, Math.Min(bytes.Length - start, 1 + _random.Next(RunLengthMax))).Clear();
        return bytes;
    }

    private byte[] Splice(byte[] bytes, byte[] other)
    {
        var at = At(bytes);
        return other.Length == 0 ? bytes[..at] : [.. bytes.AsSpan(0, at), .. other.AsSpan(Math.Min(at, other.Length))];
    }

    private static ulong ReadNumber(ReadOnlySpan<byte> bytes)
    {
        Span<byte> copy = stackalloc byte[sizeof(ulong)];
        copy.Clear();
        bytes.CopyTo(copy);
        return BinaryPrimitives.ReadUInt64LittleEndian(copy);
    }

    private static void WriteNumber(byte[] bytes, int at, int size, ulong value)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(number, value);
        number[..Math.Min(size, bytes.Length - at)].CopyTo(bytes.AsSpan(at));
    }
}

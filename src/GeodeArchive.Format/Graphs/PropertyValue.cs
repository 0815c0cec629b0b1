using System.Collections.Immutable;

namespace GeodeArchive.Format;

/// <summary>
/// The value of a property: see format-spec/graph.md. Immutable. Equal if type and content are: a float equals a float of the same
/// bits, all not-a-numbers are one, and 1 is not 1.0.
/// </summary>
public readonly struct PropertyValue : IEquatable<PropertyValue>
{
    private const int DepthMax = 8;
    private const int ZoneSizeMax = 64;
    private const int OffsetSecondsMax = 64_800;
    private const long NotANumber = 0x7FF8000000000000;

    // Every value takes at least its type.
    private const int EncodedSizeLeast = 1;

    private readonly PropertyType _type;
    private readonly long _bits;
    private readonly object? _content;

    private PropertyValue(PropertyType type, long bits, object? content = null)
    {
        _type = type;
        _bits = bits;
        _content = content;
    }

    /// <summary>The most bytes of a string or of bytes.</summary>
    public static int SizeMax => 64 << 20;

    /// <summary>Nothing.</summary>
    public static PropertyValue Null => new(PropertyType.Null, 0);

    /// <summary>The type; null for the default value.</summary>
    public PropertyType Type => _type == 0 ? PropertyType.Null : _type;

    /// <summary>Whether two values are equal.</summary>
    public static bool operator ==(PropertyValue left, PropertyValue right) => left.Equals(right);

    /// <summary>Whether two values differ.</summary>
    public static bool operator !=(PropertyValue left, PropertyValue right) => !left.Equals(right);

    /// <summary>A boolean.</summary>
    public static PropertyValue From(bool value) => new(PropertyType.Boolean, value ? 1 : 0);

    /// <summary>An integer.</summary>
    public static PropertyValue From(long value) => new(PropertyType.Integer, value);

    /// <summary>A float.</summary>
    public static PropertyValue From(double value) =>
        new(PropertyType.Float, double.IsNaN(value) ? NotANumber : BitConverter.DoubleToInt64Bits(value));

    /// <summary>A string.</summary>
    public static PropertyValue From(string value) => new(PropertyType.String, 0, value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>Bytes.</summary>
    public static PropertyValue From(ImmutableArray<byte> value) => new(PropertyType.Bytes, 0, value.IsDefault ? [] : value);

    /// <summary>A moment.</summary>
    public static PropertyValue From(ZonedTime value) =>
        new(PropertyType.DateTime, 0, value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>A list.</summary>
    public static PropertyValue From(ImmutableArray<PropertyValue> value) => new(PropertyType.List, 0, value.IsDefault ? [] : value);

    /// <summary>The boolean.</summary>
    /// <exception cref="InvalidOperationException">Another type; as in all of these.</exception>
    public bool AsBoolean() => Expect(PropertyType.Boolean)._bits != 0;

    /// <summary>The integer.</summary>
    public long AsInteger() => Expect(PropertyType.Integer)._bits;

    /// <summary>The float.</summary>
    public double AsFloat() => BitConverter.Int64BitsToDouble(Expect(PropertyType.Float)._bits);

    /// <summary>The string.</summary>
    public string AsString() => (string)Expect(PropertyType.String)._content!;

    /// <summary>The bytes.</summary>
    public ImmutableArray<byte> AsBytes() => (ImmutableArray<byte>)Expect(PropertyType.Bytes)._content!;

    /// <summary>The moment.</summary>
    public ZonedTime AsDateTime() => (ZonedTime)Expect(PropertyType.DateTime)._content!;

    /// <summary>The list.</summary>
    public ImmutableArray<PropertyValue> AsList() => (ImmutableArray<PropertyValue>)Expect(PropertyType.List)._content!;

    /// <inheritdoc/>
    public bool Equals(PropertyValue other)
    {
        if (Type != other.Type || _bits != other._bits)
        {
            return false;
        }

        return Type switch
        {
            PropertyType.Bytes => AsBytes().AsSpan().SequenceEqual(other.AsBytes().AsSpan()),
            PropertyType.List => AsList().AsSpan().SequenceEqual(other.AsList().AsSpan()),
            _ => Equals(_content, other._content),
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PropertyValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Type switch
    {
        PropertyType.Bytes => HashCode.Combine(Type, AsBytes().Length),
        PropertyType.List => HashCode.Combine(Type, AsList().Length),
        _ => HashCode.Combine(Type, _bits, _content),
    };

    internal static PropertyValue Read(ref FormatReader reader, int depth = 0)
    {
        byte type = reader.ReadByte();
        switch ((PropertyType)type)
        {
            case PropertyType.Null:
                return Null;
            case PropertyType.Boolean:
                byte boolean = reader.ReadByte();
                reader.Place.RequireRange(boolean, 0, 1, "a boolean");
                return From(boolean == 1);
            case PropertyType.Integer:
                return From(reader.ReadZigzag());
            case PropertyType.Float:
                return ReadFloat(ref reader);
            case PropertyType.String:
                return From(reader.ReadText(SizeMax, 0, "a string"));
            case PropertyType.Bytes:
                return From([.. reader.ReadLengthPrefixed(SizeMax, 0, "bytes")]);
            case PropertyType.DateTime:
                return ReadDateTime(ref reader);
            case PropertyType.List:
                return ReadList(ref reader, depth);
            default:
                reader.Fail(FormatError.BadValue, $"type {type} of a value is unknown");
                return default;
        }
    }

    internal void Write(FormatWriter writer, Place place, int depth = 0)
    {
        writer.WriteByte((byte)Type);
        switch (Type)
        {
            case PropertyType.Boolean:
                writer.WriteByte((byte)_bits);
                break;
            case PropertyType.Integer:
                writer.WriteZigzag(_bits);
                break;
            case PropertyType.Float:
                writer.WriteI64(_bits);
                break;
            case PropertyType.String:
                writer.WriteText(AsString(), SizeMax, 0, place, "a string");
                break;
            case PropertyType.Bytes:
                place.RequireAtMost(AsBytes().Length, SizeMax, "bytes");
                writer.WriteLengthPrefixed(AsBytes().AsSpan());
                break;
            case PropertyType.DateTime:
                WriteDateTime(writer, place);
                break;
            case PropertyType.List:
                place.RequireAtMost(depth + 1, DepthMax, "depth of lists");
                writer.WriteCount(AsList().Length);
                foreach (PropertyValue value in AsList())
                {
                    value.Write(writer, place, depth + 1);
                }

                break;
        }
    }

    private static PropertyValue ReadFloat(ref FormatReader reader)
    {
        long bits = reader.ReadI64();
        double value = BitConverter.Int64BitsToDouble(bits);
        reader.Place.Require(!double.IsNaN(value) || bits == NotANumber, FormatError.BadValue, "another not-a-number");
        return From(value);
    }

    private static PropertyValue ReadDateTime(ref FormatReader reader)
    {
        long nanoseconds = reader.ReadZigzag();
        long offset = reader.ReadZigzag();
        reader.Place.RequireRange(offset, -OffsetSecondsMax, OffsetSecondsMax, "offset");
        return From(new ZonedTime(nanoseconds, (int)offset, reader.ReadText(ZoneSizeMax, 0, "zone")));
    }

    private static PropertyValue ReadList(ref FormatReader reader, int depth)
    {
        reader.Place.RequireAtMost(depth + 1, DepthMax, "depth of lists");
        long count = reader.ReadCount("count of a list");
        if (count > reader.Remaining / EncodedSizeLeast)
        {
            reader.Fail(FormatError.Truncated, "count of a list is more than there is room for");
        }

        // Not at once: a count is cheap to write and dear to believe.
        ImmutableArray<PropertyValue>.Builder values = ImmutableArray.CreateBuilder<PropertyValue>((int)Math.Min(count, 64));
        for (long i = 0; i < count; i++)
        {
            values.Add(Read(ref reader, depth + 1));
        }

        return From(values.DrainToImmutable());
    }

    private void WriteDateTime(FormatWriter writer, Place place)
    {
        ZonedTime time = AsDateTime();
        place.RequireRange(time.OffsetSeconds, -OffsetSecondsMax, OffsetSecondsMax, "offset");
        writer.WriteZigzag(time.Nanoseconds);
        writer.WriteZigzag(time.OffsetSeconds);
        writer.WriteText(time.Zone, ZoneSizeMax, 0, place, "zone");
    }

    private PropertyValue Expect(PropertyType type) =>
        Type == type ? this : throw new InvalidOperationException($"a value of type {Type}, not {type}");
}

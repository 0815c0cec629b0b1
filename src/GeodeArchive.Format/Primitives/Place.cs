using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace GeodeArchive.Format;

/// <summary>
/// Where a check is made. Encoders and decoders make the same checks; in a decoder a failed one is damage
/// (<see cref="ArchiveFormatException"/>), in an encoder it is the caller's mistake (<see cref="ArgumentException"/>).
/// </summary>
internal readonly record struct Place(string Structure, long Offset, bool IsEncoding)
{
    public static Place Decoding(string structure, long offset) => new(structure, offset, IsEncoding: false);

    public static Place Encoding(string structure) => new(structure, -1, IsEncoding: true);

    public void Require([DoesNotReturnIf(false)] bool holds, FormatError error, string detail)
    {
        if (!holds)
        {
            Fail(error, detail);
        }
    }

    /// <summary>As the other; what is wrong is put into words only if it does not hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Require(
        [DoesNotReturnIf(false)] bool holds,
        FormatError error,
        [InterpolatedStringHandlerArgument(nameof(holds))] ref FailureDetail detail)
    {
        if (!holds)
        {
            Fail(error, detail.Take());
        }
    }

    /// <summary>The size of what is there: at least <paramref name="size"/> bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RequireSize(int actual, int size)
    {
        if (actual < size)
        {
            FailSize(actual, size);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RequireAtMost(long value, long limit, string field)
    {
        if (value < 0 || value > limit)
        {
            FailAtMost(value, limit, field);
        }
    }

    /// <summary>A value that must lie in a range; what is outside is <c>bad-value</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RequireRange(long value, long minimum, long maximum, string field)
    {
        if (value < minimum || value > maximum)
        {
            FailValue(value, field);
        }
    }

    /// <summary>An unsigned field that holds an offset, size, count or number: at most 2^63-1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Signed(ulong value, string field)
    {
        if (value > long.MaxValue)
        {
            FailValue(value, field);
        }

        return (long)value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RequireZero(ReadOnlySpan<byte> bytes, FormatError error, string field)
    {
        if (bytes.ContainsAnyExcept((byte)0))
        {
            FailZero(error, field);
        }
    }

    public void RequireReserved(ReadOnlySpan<byte> bytes, string field) => RequireZero(bytes, FormatError.ReservedNotZero, field);

    /// <summary>A structure whose last field is the CRC32C of all before it.</summary>
    public void RequireSum(ReadOnlySpan<byte> structure, int checksumOffset, string detail) => Require(
        BinaryPrimitives.ReadUInt32LittleEndian(structure[checksumOffset..]) == Crc32C.Compute(structure[..checksumOffset]),
        FormatError.BadChecksum,
        detail);

    /// <summary>A header of a version and with features that this reader knows.</summary>
    public void RequireKnown(ReadOnlySpan<byte> header, int versionMajorOffset, int featuresIncompatibleOffset)
    {
        ushort major = BinaryPrimitives.ReadUInt16LittleEndian(header[versionMajorOffset..]);
        Require(major == FileHeader.VersionMajorWritten, FormatError.BadVersion, "written by a newer version of the format");
        ulong incompatible = BinaryPrimitives.ReadUInt64LittleEndian(header[featuresIncompatibleOffset..]);
        Require(incompatible == 0, FormatError.BadFeature, "uses a feature that this version does not know");
    }

    [DoesNotReturn]
    public void Fail(FormatError error, string detail)
    {
        if (IsEncoding)
        {
            throw new ArgumentException($"{Structure}: {detail}; a reader would refuse it as {FormatErrorNames.Name(error)}");
        }

        ArchiveFormatException.Throw(error, Structure, Offset, detail);
    }

    // What is said of a failure is made out of line: the checks are on hot paths.
    [DoesNotReturn]
    private void FailSize(int actual, int size) => Fail(FormatError.Truncated, $"{actual} bytes of {size}");

    [DoesNotReturn]
    private void FailValue(Int128 value, string field) => Fail(FormatError.BadValue, $"{field} is {value}");

    [DoesNotReturn]
    private void FailZero(FormatError error, string field) => Fail(error, $"{field} is not zero");

    [DoesNotReturn]
    private void FailAtMost(long value, long limit, string field)
    {
        if (value < 0)
        {
            FailValue(value, field);
        }

        Fail(FormatError.TooLarge, $"{field} is {value}, at most {limit} is allowed");
    }
}

using System.Buffers.Binary;
using GeodeArchive.Format;

namespace GeodeArchive.Repository.Scanning;

/// <summary>
/// Reads the structures that a file begins and ends with, damaged or not: what fails is reported, and where only magic or
/// checksum is wrong the fields are looked at all the same, because they are probably right.
/// </summary>
public static class FixedStructures
{
    private const int ChecksumSize = sizeof(uint);

    /// <summary>The file header, or null where nothing can be made of it.</summary>
    /// <param name="bytes">Of the file, from the header on; changed where it is damaged.</param>
    /// <param name="offset">Where it is in the file.</param>
    /// <param name="report">Is told of every check that fails.</param>
    public static FileHeader? ReadHeader(Span<byte> bytes, long offset, Action<FailedCheck> report) =>
        Read(bytes, FileHeader.Size, FileHeader.Magic, report, copy => FileHeader.Decode(copy, offset));

    /// <summary>The trailer, or null where nothing can be made of it.</summary>
    /// <inheritdoc cref="ReadHeader"/>
    public static Trailer? ReadTrailer(Span<byte> bytes, long offset, Action<FailedCheck> report) =>
        Read(bytes, Trailer.Size, Trailer.Magic, report, copy => Trailer.Decode(copy, offset));

    /// <summary>A structure that starts with a magic and ends with its checksum, or null where nothing can be made of it.</summary>
    /// <param name="bytes">Of the file, from the structure on; changed where it is damaged.</param>
    /// <param name="size">Its size, in bytes.</param>
    /// <param name="magic">What it starts with.</param>
    /// <param name="report">Is told of every check that fails.</param>
    /// <param name="decode">Its decoder.</param>
    public static T? Read<T>(
        Span<byte> bytes, int size, ReadOnlySpan<byte> magic, Action<FailedCheck> report, Func<ReadOnlySpan<byte>, T> decode)
        where T : class
    {
        var value = TryDecode(bytes, decode, out var failure);
        if (failure is not { Error: FormatError.BadMagic or FormatError.BadChecksum })
        {
            Report(failure, report);
            return value;
        }

        report(failure);
        if (failure.Error == FormatError.BadMagic)
        {
            magic.CopyTo(bytes);
        }
        else
        {
            var sum = Crc32C.Compute(bytes[..(size - ChecksumSize)]);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(size - ChecksumSize)..], sum);
        }

        // Neither magic nor checksum are right: these bytes are something else.
        value = TryDecode(bytes, decode, out failure);
        Report(failure is { Error: FormatError.BadChecksum } ? null : failure, report);
        return value;
    }

    private static void Report(FailedCheck? failure, Action<FailedCheck> report)
    {
        if (failure is not null)
        {
            report(failure);
        }
    }

    private static T? TryDecode<T>(ReadOnlySpan<byte> bytes, Func<ReadOnlySpan<byte>, T> decode, out FailedCheck? failure)
        where T : class
    {
        failure = null;
        try
        {
            return decode(bytes);
        }
        catch (ArchiveFormatException error)
        {
            failure = FailedCheck.From(error);
            return null;
        }
    }
}

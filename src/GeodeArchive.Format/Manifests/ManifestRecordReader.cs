using System.Diagnostics.CodeAnalysis;

namespace GeodeArchive.Format;

/// <summary>
/// Reads the records of a manifest while its blocks come in, and goes on behind a record that is not valid. Holds one block and
/// one record in memory. For whole manifests see <see cref="ManifestRecords.DecodeAll"/>.
/// </summary>
public sealed class ManifestRecordReader
{
    private const int VarintSizeMax = 10;

    private readonly ManifestRecordOrder _order;
    private readonly Place _place;
    private readonly FormatWriter _buffer = new();
    private int _used;
    private bool _isLost;

    /// <summary>Starts before the first record.</summary>
    /// <param name="kind">What the header of the manifest says.</param>
    /// <param name="baseOffset">Where the first block's header is in its file, for errors.</param>
    public ManifestRecordReader(ManifestKind kind, long baseOffset = FileHeader.Size)
    {
        _order = new ManifestRecordOrder(kind);
        _place = Place.Decoding(ManifestRecords.StructureName, baseOffset);
    }

    /// <summary>Where the next record starts in the joined payloads, in bytes.</summary>
    public long Position { get; private set; }

    /// <summary>Adds the next block's payload, which is copied.</summary>
    public void Append(ReadOnlySpan<byte> payload)
    {
        if (_used > 0)
        {
            byte[] rest = _buffer.WrittenSpan[_used..].ToArray();
            _buffer.Clear();
            _buffer.WriteBytes(rest);
            _used = 0;
        }

        _buffer.WriteBytes(payload);
    }

    /// <summary>Reads the next record.</summary>
    /// <returns>False if not all of it is there yet.</returns>
    /// <exception cref="ArchiveFormatException">
    /// It is not valid, or not in order. The next call goes on behind it; or gives nothing any more, where its end is not known.
    /// </exception>
    public bool TryRead([NotNullWhen(true)] out ManifestRecord? record)
    {
        record = null;
        ReadOnlySpan<byte> rest = _isLost ? [] : _buffer.WrittenSpan[_used..];
        int lengthStart = EndOfVarint(rest, 0);
        int lengthEnd = lengthStart < 0 ? -1 : EndOfVarint(rest, lengthStart);
        if (lengthEnd < 0)
        {
            return false;
        }

        // What is not a number, or too large, says nothing about where the record ends.
        _isLost = true;
        FormatReader head = new(rest[..lengthEnd], _place);
        _ = head.ReadVarint();
        long length = _place.Signed(head.ReadVarint(), "length of a record");
        _place.RequireAtMost(length, Limits.ManifestRecordSizeMax, "length of a record");
        _isLost = false;
        long size = lengthEnd + length;
        if (size > rest.Length)
        {
            return false;
        }

        _used += (int)size;
        Position += size;
        FormatReader reader = new(rest[..(int)size], _place);
        record = ManifestRecords.Decode(ref reader, _place);
        _order.Add(record, _place);
        return true;
    }

    /// <summary>Refuses a manifest without records, and one that ends inside a record.</summary>
    /// <exception cref="ArchiveFormatException">Either.</exception>
    public void End()
    {
        _place.Require(_isLost || _used == _buffer.Length, FormatError.Truncated, "the last record is not complete");
        _order.End(_place);
    }

    /// <summary>Where the varint ends that starts at <paramref name="start"/>; -1 if more bytes are needed to say.</summary>
    private static int EndOfVarint(ReadOnlySpan<byte> bytes, int start)
    {
        int limit = Math.Min(bytes.Length, start + VarintSizeMax);
        for (int at = start; at < limit; at++)
        {
            if ((bytes[at] & 0x80) == 0)
            {
                return at + 1;
            }
        }

        // Ten bytes without an end are no number: the reader says so.
        return limit == start + VarintSizeMax ? limit : -1;
    }
}

using GeodeArchive.Format;

namespace GeodeArchive.Wal.Appending;

/// <summary>
/// Records that are appended together, one after the other with nothing in between. Used again after <see cref="Clear"/>, it does not
/// allocate. Not safe for several workers.
/// </summary>
public sealed class LogBatch
{
    private readonly FormatWriter _bytes = new(256);

    /// <summary>Records in it.</summary>
    public int RecordCount { get; private set; }

    /// <summary>The commit that ends it, if one does.</summary>
    public LogCommit? Commit { get; private set; }

    /// <summary>Bytes in it.</summary>
    public int Size => _bytes.Length;

    /// <summary>Bytes that it takes in memory, used or not.</summary>
    public int Capacity => _bytes.Capacity;

    /// <summary>The records as they are appended, in the batch's own memory; valid until it is changed.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Forgets all records.</summary>
    public void Clear()
    {
        _bytes.Clear();
        RecordCount = 0;
        Commit = null;
    }

    /// <summary>Adds a record.</summary>
    /// <param name="type">A redo type.</param>
    /// <param name="bodySize">Bytes of its body.</param>
    /// <returns>The body, to be filled before the next call.</returns>
    /// <exception cref="ArgumentException">The record is not valid, or follows a commit; the batch is as it was.</exception>
    public Span<byte> Add(LogRecordType type, int bodySize) =>
        type is LogRecordType.Commit or LogRecordType.Restart
            ? throw new ArgumentException("not a redo record", nameof(type))
            : AddRecord(type, bodySize);

    /// <summary>Adds a record.</summary>
    /// <exception cref="ArgumentException">The record is not valid, or follows a commit.</exception>
    public void Add(LogRecordType type, ReadOnlySpan<byte> body) => body.CopyTo(Add(type, body.Length));

    /// <summary>Adds the commit that ends the batch.</summary>
    /// <param name="commit">Transaction and time.</param>
    /// <param name="rest">What the store adds.</param>
    /// <exception cref="ArgumentException">The record is not valid, or follows a commit; the batch is as it was.</exception>
    public void AddCommit(LogCommit commit, ReadOnlySpan<byte> rest = default)
    {
        Span<byte> encoded = stackalloc byte[LogCommit.Size];
        commit.Encode(encoded);
        var body = AddRecord(LogRecordType.Commit, LogCommit.Size + rest.Length);
        encoded.CopyTo(body);
        rest.CopyTo(body[LogCommit.Size..]);
        Commit = commit;
    }

    /// <summary>Adds the record that says that the log was recovered.</summary>
    internal void AddRestart(LogRestart restart) => restart.Encode(AddRecord(LogRecordType.Restart, LogRestart.Size));

    /// <summary>
    /// Bytes of the records from <paramref name="start"/> on that are within <paramref name="sizeMax"/>, and their number.
    /// </summary>
    internal (int Size, int Count) WholeRecords(int start, int sizeMax)
    {
        var size = 0;
        var count = 0;
        while (start + size < Size)
        {
            var next = LogRecordHeader.Decode(Bytes[(start + size)..], -1).TotalSize;
            if (size + next > sizeMax)
            {
                break;
            }

            size += next;
            count++;
        }

        return (size, count);
    }

    private Span<byte> AddRecord(LogRecordType type, int bodySize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bodySize);
        if (Commit is not null)
        {
            throw new ArgumentException("a batch ends with its commit", nameof(type));
        }

        // First what may be refused: half a record would be appended with the others.
        Span<byte> header = stackalloc byte[LogRecordHeader.Size];
        new LogRecordHeader(type, bodySize).Encode(header);
        var record = _bytes.Append(LogRecordHeader.Size + bodySize);
        header.CopyTo(record);
        RecordCount++;
        return record[LogRecordHeader.Size..];
    }
}

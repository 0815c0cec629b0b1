using System.Runtime.InteropServices;
using GeodeArchive.Format;

namespace GeodeArchive.Store.Replaying;

/// <summary>Whole transactions that were read from a log and decoded, with the fingerprints of the rows that they put.</summary>
internal sealed class ReplayChunk
{
    /// <summary>One that got larger is not used again.</summary>
    public const int SizeKept = 4 << 20;

    private readonly FormatWriter _bytes = new(1 << 16);
    private readonly List<ReplayRecord> _records = [];
    private readonly List<GraphFingerprint> _sums = [];
    private readonly List<(GraphId Graph, GraphFingerprint Fingerprint)> _fingerprints = [];
    private readonly List<Transaction> _transactions = [];

    /// <summary>Bytes of what the records hold, and of the records themselves.</summary>
    public int Size => _bytes.Length + (_records.Count * ReplayRecord.Size);

    /// <summary>Transactions in it.</summary>
    public int Count => _transactions.Count;

    /// <summary>Where the fingerprints of rows are added.</summary>
    public List<GraphFingerprint> Sums => _sums;

    private Transaction Last => Count == 0 ? default : _transactions[^1];

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _bytes.Clear();
        _records.Clear();
        _sums.Clear();
        _fingerprints.Clear();
        _transactions.Clear();
    }

    /// <summary>Adds a record of the transaction that has not ended; what it refers to is copied.</summary>
    public void Add(RedoRecord record)
    {
        _records.Add(new ReplayRecord(record, _bytes.Length));
        _bytes.WriteBytes(record.Bytes);
    }

    /// <summary>Forgets what no commit ended.</summary>
    public void Void()
    {
        _bytes.Truncate(Last.BytesEnd);
        Truncate(_records, Last.RecordsEnd);
        Truncate(_sums, Last.SumsEnd);
    }

    /// <summary>What was added since the last transaction is one.</summary>
    /// <param name="body">Its commit record.</param>
    /// <param name="frameOffset">Where the record's frame is in its file, for errors.</param>
    /// <param name="end">The place after it.</param>
    /// <exception cref="ArchiveFormatException">Not a valid commit.</exception>
    public void EndTransaction(ReadOnlySpan<byte> body, long frameOffset, Lsn end)
    {
        var commit = LogCommit.Decode(body, frameOffset);
        CommitFingerprints.Decode(body, frameOffset, _fingerprints);
        _transactions.Add(new Transaction(commit, end, _bytes.Length, _records.Count, _sums.Count, _fingerprints.Count));
    }

    /// <summary>A transaction; valid until the chunk is changed.</summary>
    public ReplayTransaction this[int index]
    {
        get
        {
            var before = index == 0 ? default : _transactions[index - 1];
            var end = _transactions[index];
            return new ReplayTransaction(
                end.Commit,
                end.End,
                _bytes.WrittenSpan,
                CollectionsMarshal.AsSpan(_records)[before.RecordsEnd..end.RecordsEnd],
                CollectionsMarshal.AsSpan(_sums)[before.SumsEnd..end.SumsEnd],
                CollectionsMarshal.AsSpan(_fingerprints)[before.FingerprintsEnd..end.FingerprintsEnd]);
        }
    }

    private static void Truncate<T>(List<T> list, int count) => CollectionsMarshal.SetCount(list, count);

    private readonly record struct Transaction(
        LogCommit Commit, Lsn End, int BytesEnd, int RecordsEnd, int SumsEnd, int FingerprintsEnd);
}

using GeodeArchive.Format;

namespace GeodeArchive.Store.Replaying;

/// <summary>Whole transactions that were read from a log, with the fingerprints of the rows that they put.</summary>
internal sealed class ReplayChunk
{
    /// <summary>One that got larger is not used again.</summary>
    public const int SizeKept = 4 << 20;

    private readonly FormatWriter _records = new(1 << 16);
    private readonly List<GraphFingerprint> _sums = [];
    private readonly List<(int RecordsEnd, int SumsEnd, Lsn End)> _transactions = [];

    /// <summary>Bytes of records.</summary>
    public int Size => _records.Length;

    /// <summary>Bytes of records behind the last whole transaction.</summary>
    public int OpenSize => _records.Length - (Count == 0 ? 0 : _transactions[^1].RecordsEnd);

    /// <summary>Transactions in it.</summary>
    public int Count => _transactions.Count;

    /// <summary>Where records are added; those after the last whole transaction are not yet of the chunk.</summary>
    public FormatWriter Records => _records;

    /// <summary>Where the fingerprints of rows are added.</summary>
    public List<GraphFingerprint> Sums => _sums;

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _records.Clear();
        _sums.Clear();
        _transactions.Clear();
    }

    /// <summary>Forgets what no commit ended.</summary>
    public void Void()
    {
        var (recordsEnd, sumsEnd, _) = Count == 0 ? default : _transactions[^1];
        _records.Truncate(recordsEnd);
        _sums.RemoveRange(sumsEnd, _sums.Count - sumsEnd);
    }

    /// <summary>What was added since the last transaction is one.</summary>
    public void EndTransaction(Lsn end) => _transactions.Add((_records.Length, _sums.Count, end));

    /// <summary>Applies a transaction.</summary>
    public void Apply(int index, RedoApplier applier)
    {
        var (start, sumsStart, _) = index == 0 ? default : _transactions[index - 1];
        var (recordsEnd, sumsEnd, end) = _transactions[index];
        var sums = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_sums)[sumsStart..sumsEnd];
        applier.Apply(_records.WrittenSpan[start..recordsEnd], end, sums);
    }
}

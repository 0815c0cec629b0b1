using GeodeArchive.Format;
using GeodeArchive.Store.Graphs;

namespace GeodeArchive.Store.Transactions;

/// <summary>What rows do to the fingerprint of their graph, many of them together.</summary>
internal sealed class RowSums
{
    private const int CapacityKept = 1 << 14;

    private readonly FingerprintBatch _addedBatch = new();
    private readonly FingerprintBatch _takenBatch = new();
    private List<GraphFingerprint> _added = [];
    private List<GraphFingerprint> _taken = [];

    /// <summary>Starts over.</summary>
    public void Begin()
    {
        Forget(ref _added);
        Forget(ref _taken);
        _addedBatch.Begin(_added);
        _takenBatch.Begin(_taken);
    }

    /// <summary>A row more.</summary>
    public void Add(GraphKeyspace keyspace, long id, ReadOnlySpan<byte> row) =>
        _addedBatch.Add(GraphKey.Of(stackalloc byte[GraphTree.KeySizeMax], keyspace, id), row);

    /// <summary>A row less.</summary>
    public void Subtract(GraphKeyspace keyspace, long id, ReadOnlySpan<byte> row) =>
        _takenBatch.Add(GraphKey.Of(stackalloc byte[GraphTree.KeySizeMax], keyspace, id), row);

    /// <summary>The sum of all.</summary>
    public GraphFingerprint Complete()
    {
        _addedBatch.Complete();
        _takenBatch.Complete();
        var sum = GraphFingerprint.Empty;
        foreach (var added in _added)
        {
            sum += added;
        }

        foreach (var taken in _taken)
        {
            sum -= taken;
        }

        Forget(ref _added);
        Forget(ref _taken);
        return sum;
    }

    /// <summary>A thread may live long, and a transaction be large once.</summary>
    private static void Forget(ref List<GraphFingerprint> sums)
    {
        sums.Clear();
        if (sums.Capacity > CapacityKept)
        {
            sums = [];
        }
    }
}

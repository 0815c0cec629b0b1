using System.Runtime.InteropServices;
using GeodeArchive.Format;
using GeodeArchive.Store.Trees;

namespace GeodeArchive.Store.Graphs;

/// <summary>The counts of labels or types, in memory where they were touched, and brought to the tree from time to time.</summary>
internal sealed class RowCounts(Tree tree, GraphKeyspace keyspace)
{
    private readonly Dictionary<uint, RowCount> _counts = [];
    private readonly List<uint> _changed = [];
    private readonly FormatWriter _writer = new(16);

    /// <summary>Adds to a count.</summary>
    /// <exception cref="ArchiveFormatException">The count is damaged, or would be less than none.</exception>
    public void Add(uint number, int difference)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, number, out _);
        if (!count.IsLoaded)
        {
            var key = GraphKey.OfCount(stackalloc byte[GraphTree.KeySizeMax], keyspace, number);
            count.Value = Read(tree.TryGet(key, out var value), value);
            count.IsLoaded = true;
        }

        count.Value += difference;
        if (count.Value < 0)
        {
            throw new ArchiveFormatException(FormatError.BadReference, "count", -1, $"fewer rows of {keyspace} {number} than were counted");
        }

        if (!count.IsChanged)
        {
            count.IsChanged = true;
            _changed.Add(number);
        }
    }

    /// <summary>Puts what changed into the tree.</summary>
    public void Flush()
    {
        Span<byte> buffer = stackalloc byte[GraphTree.KeySizeMax];
        foreach (var number in _changed)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(_counts, number);
            count.IsChanged = false;
            var key = GraphKey.OfCount(buffer, keyspace, number);
            if (count.Value == 0)
            {
                tree.Delete(key);
            }
            else
            {
                _writer.Clear();
                _writer.WriteCount(count.Value);
                tree.Put(key, _writer.WrittenSpan);
            }
        }

        _changed.Clear();
    }

    /// <summary>The count that a value says; none if there is no value.</summary>
    /// <exception cref="ArchiveFormatException">Not a valid count.</exception>
    public static long Read(bool isThere, TreeValue value)
    {
        if (!isThere)
        {
            return 0;
        }

        var reader = new FormatReader(value.Span, "count");
        var count = reader.ReadCount("count", 1);
        reader.ExpectEnd();
        return count;
    }
}

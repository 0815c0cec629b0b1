using System.Runtime.InteropServices;
using GeodeArchive.Objects;

namespace GeodeArchive.Repository.Sorting;

/// <summary>
/// Sorts any number of items in bounded memory, each value once: what does not fit is written to a scratch file in sorted runs, which are
/// merged. For one worker.
/// </summary>
/// <typeparam name="T">Values whose bytes are all they are.</typeparam>
public sealed class ExternalSorter<T> : IDisposable
    where T : unmanaged, IComparable<T>
{
    /// <summary>Items that are held in memory unless told otherwise: 20 to 40 MB of them.</summary>
    public const int CountInMemoryDefault = 1 << 20;

    private const int CountFirst = 1024;
    private const int CountReadAtOnce = 2048;

    private readonly ScratchFile _scratch;
    private readonly int _countInMemoryMax;
    private readonly List<(long Offset, int Count)> _runs = [];
    private T[] _items = new T[CountFirst];
    private int _count;

    /// <summary>Makes an empty sorter.</summary>
    /// <param name="store">Gives the scratch file, when one is needed.</param>
    /// <param name="countInMemoryMax">Items that are held in memory.</param>
    public ExternalSorter(IObjectStore store, int countInMemoryMax = CountInMemoryDefault)
    {
        _scratch = new ScratchFile(store);
        _countInMemoryMax = countInMemoryMax;
    }

    /// <summary>How many were added, equal ones among them.</summary>
    public long AddedCount { get; private set; }

    /// <summary>Adds an item.</summary>
    /// <exception cref="RepositoryException">The scratch file cannot be written.</exception>
    public void Add(T item)
    {
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, Math.Min(2 * _items.Length, Math.Max(_countInMemoryMax, _items.Length)));
        }

        _items[_count++] = item;
        AddedCount++;
        if (_count == _countInMemoryMax)
        {
            Spill();
        }
    }

    /// <summary>All items, ascending, each value once. Nothing can be added any more; it can be read again.</summary>
    /// <exception cref="RepositoryException">The scratch file cannot be read.</exception>
    public IEnumerable<T> ReadSorted()
    {
        _items.AsSpan(0, _count).Sort();
        var isFirst = true;
        T last = default;
        foreach (var item in _runs.Count == 0 ? _items.Take(_count) : Merge())
        {
            if (isFirst || last.CompareTo(item) != 0)
            {
                isFirst = false;
                last = item;
                yield return item;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _scratch.Dispose();

    private void Spill()
    {
        _items.AsSpan(0, _count).Sort();
        _runs.Add((_scratch.Append(MemoryMarshal.AsBytes(_items.AsSpan(0, _count))), _count));
        _count = 0;
    }

    private IEnumerable<T> Merge()
    {
        var queue = new PriorityQueue<IEnumerator<T>, T>();
        foreach (var run in _runs.Select(run => ReadRun(run.Offset, run.Count)).Append(_items.Take(_count)))
        {
            var items = run.GetEnumerator();
            if (items.MoveNext())
            {
                queue.Enqueue(items, items.Current);
            }
        }

        while (queue.TryPeek(out var least, out var item))
        {
            yield return item;
            if (least.MoveNext())
            {
                queue.DequeueEnqueue(least, least.Current);
            }
            else
            {
                queue.Dequeue();
            }
        }
    }

    private IEnumerable<T> ReadRun(long offset, int count)
    {
        var items = new T[Math.Min(count, CountReadAtOnce)];
        while (count > 0)
        {
            var length = Math.Min(count, items.Length);
            var bytes = MemoryMarshal.AsBytes(items.AsSpan(0, length));
            _scratch.Read(offset, bytes);
            offset += bytes.Length;
            count -= length;
            for (var i = 0; i < length; i++)
            {
                yield return items[i];
            }
        }
    }
}

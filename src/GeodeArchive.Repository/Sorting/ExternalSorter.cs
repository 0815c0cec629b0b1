using System.Runtime.InteropServices;
using GeodeArchive.Io.Files;
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

    private readonly IObjectStore _store;
    private readonly int _countInMemoryMax;
    private readonly List<(long Offset, int Count)> _runs = [];
    private T[] _items = new T[CountFirst];
    private int _count;
    private IFile? _scratch;
    private long _length;

    /// <summary>Makes an empty sorter.</summary>
    /// <param name="store">Gives the scratch file, when one is needed.</param>
    /// <param name="countInMemoryMax">Items that are held in memory.</param>
    public ExternalSorter(IObjectStore store, int countInMemoryMax = CountInMemoryDefault)
    {
        _store = store;
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
    public void Dispose() => _scratch?.Dispose();

    private void Spill()
    {
        _items.AsSpan(0, _count).Sort();
        try
        {
            _scratch ??= _store.CreateScratch();
            var bytes = MemoryMarshal.AsBytes(_items.AsSpan(0, _count));
            _scratch.Write(bytes, _length);
            _runs.Add((_length, _count));
            _length += bytes.Length;
            _count = 0;
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
        catch (FileException error)
        {
            throw Failure(error);
        }
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
            offset += Read(items.AsSpan(0, length), offset);
            count -= length;
            for (var i = 0; i < length; i++)
            {
                yield return items[i];
            }
        }
    }

    private int Read(Span<T> items, long offset)
    {
        try
        {
            var bytes = MemoryMarshal.AsBytes(items);
            return _scratch!.Read(bytes, offset) == bytes.Length
                ? bytes.Length
                : throw new RepositoryException(RepositoryError.Failed, $"the scratch file {_scratch.DisplayPath} became shorter");
        }
        catch (FileException error)
        {
            throw Failure(error);
        }
    }

    private static RepositoryException Failure(FileException error) =>
        new(RepositoryError.Failed, $"the scratch file failed: {error.Message}", "free some space and run the command again", error);
}

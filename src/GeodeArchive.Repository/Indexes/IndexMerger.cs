using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Objects;

namespace GeodeArchive.Repository.Indexes;

/// <summary>
/// Merges indexes into one by reading them in step: every entry once, without those of segments that are gone. Memory: 270 KB for each
/// index, 5 MB for the writer, and the segment tables.
/// </summary>
internal static class IndexMerger
{
    /// <summary>Whether one index can refer to the segments of all, and its filter be loaded.</summary>
    public static bool CanMerge(IReadOnlyList<IndexReader> sources) =>
        sources.Sum(source => source.Footer.EntryCount) <= IndexLevels.EntryCountMax
        && sources.SelectMany(source => source.Footer.Segments).Distinct().Count() <= IndexFooter.SegmentCountMax;

    /// <summary>Writes the union of indexes as a new one, durable when this returns. The indexes stay as they are.</summary>
    /// <param name="store">Where all of them are.</param>
    /// <param name="sources">The indexes, opened for cursors at least.</param>
    /// <param name="domain">The domain of all of them.</param>
    /// <param name="session">Whose the new one is.</param>
    /// <param name="isLive">Which segments the new one is to know.</param>
    /// <returns>The new index; null, and nothing is written, where no segment is live.</returns>
    /// <exception cref="RepositoryException">A source is damaged, or the store failed: there is no new index.</exception>
    public static IndexSummary? Merge(
        IObjectStore store, ArchiveDomain domain, SessionId session, IReadOnlyList<IndexReader> sources, Func<SegmentId, bool> isLive)
    {
        var segments = sources.SelectMany(source => source.Footer.Segments).Where(isLive).Distinct().Order().ToImmutableArray();
        if (segments.IsEmpty)
        {
            return null;
        }

        var inputs = sources.Select(source => new Input(source, segments)).ToArray();
        try
        {
            using var writer = new IndexWriter(store, domain, session, sources.Sum(source => source.Footer.EntryCount));
            return TryWrite(writer, inputs) ? writer.Finish(segments) : null;
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
        finally
        {
            Array.ForEach(inputs, input => input.Dispose());
        }
    }

    private static bool TryWrite(IndexWriter writer, Input[] inputs)
    {
        var next = new PriorityQueue<Input, IndexEntry>(inputs.Length);
        foreach (var input in inputs)
        {
            if (input.TryMoveNext(out var entry))
            {
                next.Enqueue(input, entry);
            }
        }

        IndexEntry? last = null;
        while (next.TryPeek(out var input, out var entry))
        {
            // Two indexes may know the same segment.
            if (entry != last)
            {
                writer.Add(entry);
                last = entry;
            }

            if (input.TryMoveNext(out var following))
            {
                next.DequeueEnqueue(input, following);
            }
            else
            {
                next.Dequeue();
            }
        }

        return last is not null;
    }

    /// <summary>The entries of one index under the new numbers of their segments. Both tables ascend, so the order stays.</summary>
    private sealed class Input(IndexReader source, ImmutableArray<SegmentId> segments) : IDisposable
    {
        private readonly IndexCursor _cursor = new(source);
        private readonly int[] _numbers = [.. source.Footer.Segments.Select(segment => segments.BinarySearch(segment))];

        public bool TryMoveNext(out IndexEntry entry)
        {
            while (_cursor.TryMoveNext())
            {
                var number = _numbers[_cursor.Current.SegmentIndex];
                if (number >= 0)
                {
                    entry = _cursor.Current with { SegmentIndex = (uint)number };
                    return true;
                }
            }

            entry = default;
            return false;
        }

        public void Dispose() => _cursor.Dispose();
    }
}

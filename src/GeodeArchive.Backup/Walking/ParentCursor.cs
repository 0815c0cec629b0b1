using GeodeArchive.Format;

namespace GeodeArchive.Backup.Walking;

/// <summary>Walks the entries of a parent's directory beside those of the source, both in the order of their names.</summary>
internal sealed class ParentCursor : IDisposable
{
    private readonly IEnumerator<TreeEntry> _entries;
    private bool _hasCurrent;

    public ParentCursor(IEnumerator<TreeEntry> entries)
    {
        _entries = entries;
        _hasCurrent = entries.MoveNext();
    }

    /// <summary>The parent's entry of that name, or null. Names are asked for in ascending order.</summary>
    public TreeEntry? Find(ReadOnlySpan<byte> name)
    {
        while (_hasCurrent)
        {
            var order = _entries.Current.Name.Span.SequenceCompareTo(name);
            if (order >= 0)
            {
                return order == 0 ? _entries.Current : null;
            }

            _hasCurrent = _entries.MoveNext();
        }

        return null;
    }

    public void Dispose() => _entries.Dispose();
}

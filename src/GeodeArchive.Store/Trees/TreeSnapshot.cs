using GeodeArchive.Store.Pages;

namespace GeodeArchive.Store.Trees;

/// <summary>
/// A state of a tree that stays as it is. Safe for several workers; never waits for the writer, nor he for it. Until it is disposed, its
/// pages in the file are kept.
/// </summary>
public sealed class TreeSnapshot : IDisposable
{
    private readonly PageSource _source;
    private readonly IDisposable? _pin;
    private TreePage? _rootPage;

    internal TreeSnapshot(PageSource source, TreeRoot root, IDisposable? pin)
    {
        _source = source;
        Root = root;
        _rootPage = root.Page;
        _pin = pin;
    }

    internal TreeRoot Root { get; }

    internal PageSource Source => _source;

    /// <summary>Finds the value of a key. Allocates nothing when the pages are in the cache.</summary>
    /// <exception cref="StoreException">A page is damaged, or cannot be read.</exception>
    public bool TryGet(scoped ReadOnlySpan<byte> key, out TreeValue value)
    {
        if (Root.IsEmpty)
        {
            value = default;
            return false;
        }

        return TreeSearch.TryGet(_source, _rootPage ??= Root.Load(_source), key, out value);
    }

    /// <summary>Goes through the keys from <paramref name="start"/> to before <paramref name="end"/>; an empty end is none.</summary>
    /// <exception cref="StoreException">A page is damaged, or cannot be read.</exception>
    public TreeCursor OpenCursor(ReadOnlySpan<byte> start = default, ReadOnlySpan<byte> end = default) =>
        new(_source, new TreeRoot(_rootPage, Root.Pointer), null, start, end.IsEmpty ? null : end.ToArray());

    /// <summary>Lets go of the state.</summary>
    public void Dispose() => _pin?.Dispose();
}

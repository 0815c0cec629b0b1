using GeodeArchive.Format;
using GeodeArchive.Store.Pages;

namespace GeodeArchive.Store.Trees;

/// <summary>Reads a large value from its start to its end. For one worker.</summary>
public sealed class ValueReader
{
    private readonly PageSource _source;
    private readonly OverflowReference _reference;
    private readonly TreePage? _root;

    // From the top down; the last is a page of data.
    private readonly TreePage?[] _path;
    private readonly long[] _pathIndexes;

    internal ValueReader(PageSource source, OverflowReference reference, TreePage? root)
    {
        _source = source;
        _reference = reference;
        _root = root;
        _path = new TreePage?[reference.Level + 1];
        _pathIndexes = new long[_path.Length];
    }

    /// <summary>Bytes of the value.</summary>
    public int Length => (int)_reference.ValueSize;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Reads until <paramref name="destination"/> is full or the value ends; returns the bytes read.</summary>
    /// <exception cref="StoreException">A page is damaged, or cannot be read.</exception>
    public int Read(Span<byte> destination)
    {
        var total = 0;
        while (total < destination.Length && Position < Length)
        {
            var page = PageAt(Position / StoreLimits.BodySize);
            var start = Position % StoreLimits.BodySize;
            var count = Math.Min(Math.Min(destination.Length - total, Length - Position), StoreLimits.BodySize - start);
            PointerPage.Body(page.Bytes.AsSpan()).Slice(start, count).CopyTo(destination[total..]);
            total += count;
            Position += count;
        }

        return total;
    }

    private TreePage PageAt(long index)
    {
        for (var depth = 0; depth < _path.Length; depth++)
        {
            var level = _path.Length - 1 - depth;
            var below = 1L;
            for (var step = 0; step < level; step++)
            {
                below *= StoreLimits.PointerCountMax;
            }

            var number = index / below;
            if (_path[depth] is null || _pathIndexes[depth] != number)
            {
                _path[depth] = depth == 0
                    ? LoadRoot(level)
                    : LoadChild(_path[depth - 1]!, (int)(number % StoreLimits.PointerCountMax), level);
                _pathIndexes[depth] = number;
                Array.Clear(_path, depth + 1, _path.Length - depth - 1);
            }
        }

        var page = _path[^1]!;
        var wanted = Math.Min(Length - (index * StoreLimits.BodySize), StoreLimits.BodySize);
        return PointerPage.Extent(page.Bytes) == wanted
            ? page
            : throw Damage(page, "it holds more or less of the value than its place asks for");
    }

    private TreePage LoadRoot(int level) => _root ?? _source.Load(_reference.Root, StorePageKind.Overflow, level);

    private TreePage LoadChild(TreePage parent, int slot, int level)
    {
        if (slot >= parent.Count)
        {
            throw Damage(parent, "it has fewer pointers than the value needs");
        }

        return parent.Child(slot) ?? _source.Load(parent.Pointer(slot), StorePageKind.Overflow, level);
    }

    private StoreException Damage(TreePage page, string detail) =>
        StoreException.Damage(_source.Name, FormatError.BadReference, "page", page.Location.Page, detail);
}

using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Store.Space;

namespace GeodeArchive.Store.Trees;

/// <summary>
/// Fills a tree bottom-up: pages are written when they are full, one after the other, and never read. Memory is a page for each level.
/// </summary>
public sealed class TreeBuilder : IDisposable
{
    // Leaves some room for what is put later.
    private const int FilledMax = StoreLimits.BodySize * 15 / 16;

    private readonly TreeStore _store;
    private readonly Tree _tree;
    private readonly PageWriter _writer;
    private readonly List<BuiltLevel> _levels = [];
    private byte[] _lastKey = [];
    private bool _hasEnded;

    internal TreeBuilder(TreeStore store, Tree tree, Generation birth)
    {
        _store = store;
        _tree = tree;
        _writer = new PageWriter(tree.File.Device, tree.File.FileId, birth);
    }

    /// <summary>Keys so far.</summary>
    public long KeyCount { get; private set; }

    /// <summary>Adds a key, which must be more than the one before, and its value.</summary>
    /// <exception cref="ArgumentException">The key does not ascend, or one of the two is too large.</exception>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        ObjectDisposedException.ThrowIf(_hasEnded, this);
        if (key.Length is 0 or > StoreLimits.KeySizeMax || value.Length > StoreLimits.ValueSizeMax)
        {
            throw new ArgumentException($"A key has from 1 to {StoreLimits.KeySizeMax} bytes, a value at most {StoreLimits.ValueSizeMax}.");
        }

        if (KeyCount > 0 && key.SequenceCompareTo(_lastKey) <= 0)
        {
            throw new ArgumentException("The key does not come after the one before.", nameof(key));
        }

        try
        {
            if (value.Length <= StoreLimits.InlineValueSizeMax)
            {
                AddCell(0, key, CellPage.Separator(_lastKey, key), value, isOverflow: false);
            }
            else
            {
                Span<byte> reference = stackalloc byte[OverflowReference.Size];
                new OverflowReference(value.Length, WriteValue(value)).Write(reference);
                AddCell(0, key, CellPage.Separator(_lastKey, key), reference, isOverflow: true);
            }
        }
        catch (FileException error)
        {
            throw StoreException.From(error);
        }

        KeyCount++;
        _lastKey = key.ToArray();
    }

    /// <summary>Writes what is left, makes it durable, and puts it into the tree.</summary>
    /// <exception cref="StoreException">The file cannot be written; the tree is empty as before.</exception>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_hasEnded, this);
        try
        {
            var root = BlockPointer.None;
            for (var level = 0; level < _levels.Count; level++)
            {
                var lowKey = _levels[level].LowKey;
                root = WritePage(level);
                if (level + 1 < _levels.Count)
                {
                    AddPointer(level + 1, lowKey, root);
                }
            }

            _writer.Flush();
            _tree.File.Device.Sync();
            _tree.File.KeepWrittenAhead();
            if (!root.IsNone)
            {
                _tree.Adopt(root);
            }
        }
        catch (FileException error)
        {
            throw StoreException.From(error);
        }

        _hasEnded = true;
        _store.EndBulkLoad();
    }

    /// <summary>Gives up what was not completed.</summary>
    public void Dispose()
    {
        if (!_hasEnded)
        {
            _hasEnded = true;
            _tree.File.ForgetWrittenAhead();
            _tree.File.ForgetDevice();
            _store.EndBulkLoad();
        }
    }

    private void AddPointer(int level, ReadOnlySpan<byte> key, BlockPointer pointer)
    {
        Span<byte> bytes = stackalloc byte[BlockPointer.Size];
        pointer.Write(bytes);
        AddCell(level, key, key, bytes, isOverflow: false);
    }

    /// <summary>Adds a cell to the page of a level that is being filled.</summary>
    /// <param name="level">The level.</param>
    /// <param name="key">The cell's key; left out in the first cell of an inner page.</param>
    /// <param name="separator">What would tell a page that begins with this cell from the one before.</param>
    /// <param name="value">The cell's value.</param>
    /// <param name="isOverflow">Whether that is an overflow reference.</param>
    private void AddCell(int level, ReadOnlySpan<byte> key, ReadOnlySpan<byte> separator, ReadOnlySpan<byte> value, bool isOverflow)
    {
        if (level == _levels.Count)
        {
            _levels.Add(new BuiltLevel(level));
        }

        var filling = _levels[level];
        var size = CellPage.CellOverhead + key.Length + value.Length;
        if (filling.Size > 0 && filling.Size + size > FilledMax)
        {
            var lowKey = filling.LowKey;
            AddPointer(level + 1, lowKey, WritePage(level));
            filling.Clear(separator.ToArray());
        }

        var isFirstOfInner = level > 0 && CellPage.Count(filling.Page) == 0;
        if (!CellPage.TryInsert(filling.Page, CellPage.Count(filling.Page), isFirstOfInner ? default : key, value, isOverflow))
        {
            throw new InvalidOperationException("A cell does not fit into an empty page.");
        }

        filling.Size += size;
    }

    private BlockPointer WritePage(int level)
    {
        CellPage.EncodeTo(_levels[level].Page, _writer.Begin(_tree.File.Space.Allocate()));
        return _writer.Seal();
    }

    private BlockPointer WriteValue(ReadOnlySpan<byte> value)
    {
        var pointers = new List<(BlockPointer Pointer, long Extent)>();
        while (!value.IsEmpty)
        {
            var part = value[..Math.Min(value.Length, StoreLimits.BodySize)];
            var image = _writer.Begin(_tree.File.Space.Allocate());
            PointerPage.Clear(image, StorePageKind.Overflow, 0, part.Length);
            part.CopyTo(PointerPage.Body(image));
            pointers.Add((_writer.Seal(), part.Length));
            value = value[part.Length..];
        }

        for (var level = 1; pointers.Count > 1; level++)
        {
            var above = new List<(BlockPointer Pointer, long Extent)>();
            foreach (var children in pointers.Chunk(StoreLimits.PointerCountMax))
            {
                var extent = children.Sum(child => child.Extent);
                var image = _writer.Begin(_tree.File.Space.Allocate());
                PointerPage.Clear(image, StorePageKind.Overflow, level, extent);
                PointerPage.SetCount(image, children.Length);
                for (var slot = 0; slot < children.Length; slot++)
                {
                    PointerPage.SetPointer(image, slot, children[slot].Pointer);
                }

                above.Add((_writer.Seal(), extent));
            }

            pointers = above;
        }

        return pointers[0].Pointer;
    }
}

using GeodeArchive.Format;
using GeodeArchive.Store.Pages;

namespace GeodeArchive.Store.Trees;

/// <summary>
/// A value that was found. From a snapshot it stays as it is for as long as it is held; from a tree that is written to, until the next
/// write.
/// </summary>
public readonly ref struct TreeValue
{
    private readonly PageSource _source;
    private readonly TreePage _leaf;
    private readonly int _slot;

    internal TreeValue(PageSource source, TreePage leaf, int slot)
    {
        _source = source;
        _leaf = leaf;
        _slot = slot;
        IsLarge = CellPage.IsOverflow(leaf.Bytes, slot);
        var bytes = CellPage.Value(leaf.Bytes, slot);
        Length = IsLarge ? (int)OverflowReference.Read(bytes).ValueSize : bytes.Length;
        Span = IsLarge ? default : bytes;
    }

    /// <summary>Bytes of it.</summary>
    public int Length { get; }

    /// <summary>Whether it is not beside its key, but in pages of its own: see <see cref="OpenReader"/>.</summary>
    public bool IsLarge { get; }

    /// <summary>Its bytes, in the tree's own memory; empty if <see cref="IsLarge"/>.</summary>
    public ReadOnlySpan<byte> Span { get; }

    /// <summary>Reads a large value from its start, in pieces.</summary>
    /// <exception cref="InvalidOperationException">It is not large.</exception>
    public ValueReader OpenReader() => IsLarge
        ? new ValueReader(_source, OverflowReference.Read(CellPage.Value(_leaf.Bytes, _slot)), _leaf.Child(_slot))
        : throw new InvalidOperationException("The value is beside its key.");

    /// <summary>A copy of its bytes, large or not.</summary>
    /// <exception cref="StoreException">A page is damaged, or cannot be read.</exception>
    public byte[] ToArray()
    {
        if (!IsLarge)
        {
            return Span.ToArray();
        }

        var bytes = GC.AllocateUninitializedArray<byte>(Length);
        OpenReader().Read(bytes);
        return bytes;
    }
}

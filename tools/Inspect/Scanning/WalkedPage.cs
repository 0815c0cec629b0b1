using GeodeArchive.Format;

namespace GeodeArchive.Inspect.Scanning;

/// <summary>A page that a walk through a tree has come to.</summary>
/// <param name="Header">What it says of itself.</param>
/// <param name="Bytes">All of it; valid until the walk goes on.</param>
internal readonly record struct WalkedPage(StorePageHeader Header, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Bytes behind the header that hold something.</summary>
    public int LiveSize => Header.Kind switch
    {
        StorePageKind.Leaf or StorePageKind.Inner => CellPage.LiveSize(Bytes.Span),
        StorePageKind.Overflow when Header.Level == 0 => (int)Header.Extent,
        _ => Header.EntryCount * BlockPointer.Size,
    };
}

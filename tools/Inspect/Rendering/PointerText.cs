using GeodeArchive.Format;

namespace GeodeArchive.Inspect.Rendering;

/// <summary>Block pointers for people.</summary>
internal static class PointerText
{
    /// <summary>"page 7, birth 3, hash 0123...".</summary>
    public static string Of(BlockPointer pointer) =>
        pointer == BlockPointer.None ? "none" : $"page {pointer.Page}, birth {pointer.Birth}, hash {pointer.Hash}";
}

using System.Collections.Immutable;

namespace GeodeArchive.Format;

/// <summary>
/// Where the content of a file is: extents in its entry, or a tree of them. Immutable; equal if it encodes to the same bytes.
/// </summary>
public sealed class FileContent : IEquatable<FileContent>
{
    private FileContent(ImmutableArray<Extent> extents, NodeReference? root)
    {
        Extents = extents;
        Root = root;
    }

    /// <summary>No content: an empty file, or one that could not be read.</summary>
    public static FileContent Empty { get; } = new([], null);

    /// <summary>The extents, if there are at most 16; else none.</summary>
    public ImmutableArray<Extent> Extents { get; }

    /// <summary>The root of the tree of extents, if there is one.</summary>
    public NodeReference? Root { get; }

    /// <summary>Content of at most <see cref="Limits.InlineExtentCountMax"/> extents.</summary>
    public static FileContent Inline(ImmutableArray<Extent> extents) => extents.IsDefaultOrEmpty ? Empty : new FileContent(extents, null);

    /// <summary>Content that a tree of extents holds.</summary>
    public static FileContent Tree(NodeReference root) => new([], root);

    /// <inheritdoc/>
    public bool Equals(FileContent? other) =>
        other is not null && Root == other.Root && Extents.AsSpan().SequenceEqual(other.Extents.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FileContent);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Root, Extents.Length, Extents.IsEmpty ? default : Extents[0]);
}

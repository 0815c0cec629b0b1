using GeodeArchive.Store.Space;
using GeodeArchive.Store.Trees;

namespace GeodeArchive.Store.Checkpoints;

/// <summary>What a checkpoint takes of a tree: its root, the pages of the file that it uses no more, its attributes.</summary>
internal sealed record FrozenTree(Tree Tree, TreeRoot Root, List<FreedPage> Freed, ReadOnlyMemory<byte> Attributes);

using GeodeArchive.Format;

namespace GeodeArchive.Store.Space;

/// <summary>Where the space map of a file is.</summary>
/// <param name="Root">Its root; none in a file that no checkpoint wrote yet.</param>
/// <param name="PageCount">Pages that it covers.</param>
/// <param name="Generation">The checkpoint that wrote it.</param>
internal readonly record struct FileSpace(BlockPointer Root, long PageCount, Generation Generation);

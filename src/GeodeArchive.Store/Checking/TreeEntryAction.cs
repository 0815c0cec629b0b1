using GeodeArchive.Format;

namespace GeodeArchive.Store.Checking;

/// <summary>Is given each key of a tree in turn.</summary>
/// <param name="page">The leaf that it is in.</param>
/// <param name="key">The key; valid during the call.</param>
/// <param name="value">The value; valid during the call.</param>
internal delegate void TreeEntryAction(PageNumber page, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

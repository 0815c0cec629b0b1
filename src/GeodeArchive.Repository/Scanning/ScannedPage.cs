using GeodeArchive.Format;

namespace GeodeArchive.Repository.Scanning;

/// <summary>A page of an index that a scan came to.</summary>
/// <param name="Number">Its number by its place.</param>
/// <param name="Offset">Where it starts in the file.</param>
/// <param name="EntryCount">Entries in it; 0 if it is damaged or encrypted.</param>
/// <param name="First">Prefix of the first entry.</param>
/// <param name="Last">Prefix of the last entry.</param>
/// <param name="IsIntact">Whether it could be read.</param>
public readonly record struct ScannedPage(uint Number, long Offset, int EntryCount, ChunkPrefix First, ChunkPrefix Last, bool IsIntact);

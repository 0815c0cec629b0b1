namespace GeodeArchive.Backup.Databases;

/// <summary>Pieces of a part for one worker.</summary>
/// <param name="Part">The part.</param>
/// <param name="First">Number of the first piece.</param>
/// <param name="End">Number of the piece behind the last.</param>
internal readonly record struct PageSlice(PagePart Part, int First, int End);

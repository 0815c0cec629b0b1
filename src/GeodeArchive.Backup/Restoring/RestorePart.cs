using GeodeArchive.Format;

namespace GeodeArchive.Backup.Restoring;

/// <summary>A part of a large file.</summary>
/// <param name="File">The file; held until the part is done.</param>
/// <param name="Offset">Where the part starts.</param>
/// <param name="Extents">What it holds.</param>
internal sealed record RestorePart(PartedFile File, long Offset, IEnumerable<Extent> Extents);

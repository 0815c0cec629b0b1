using GeodeArchive.Format;

namespace GeodeArchive.Wal.Appending;

/// <summary>A segment that frames are laid out in, before and while they are written.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Start">Where its records start.</param>
/// <param name="Size">Bytes of its file.</param>
/// <param name="Granules">Its granules so far.</param>
internal sealed record SegmentPlace(long Number, Lsn Start, long Size, GranuleBuilder Granules)
{
    /// <summary>Where its frames must end in the file.</summary>
    public long FramesEnd => Size - LogLimits.FooterAreaSize;

    /// <summary>Where frames with records must end: a page is kept for the empty frame that witnesses the last of them.</summary>
    public long RecordsEnd => FramesEnd - LogLimits.PageSize;
}

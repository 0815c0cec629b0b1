namespace GeodeArchive.Format;

/// <summary>Sizes of the log, in bytes: see format-spec/log.md.</summary>
public static class LogLimits
{
    /// <summary>Frames start at multiples of this, and nothing smaller is written.</summary>
    public const int PageSize = 4096;

    /// <summary>The end of a segment that its footer has.</summary>
    public const int FooterAreaSize = 64 * 1024;

    /// <summary>Segments are multiples of this.</summary>
    public const int SegmentSizeUnit = 1 << 20;

    /// <summary>The smallest segment: the largest record must fit into one.</summary>
    public const long SegmentSizeMin = 2 << 20;

    /// <summary>The size of segments unless set otherwise.</summary>
    public const long SegmentSizeUsual = 64 << 20;

    /// <summary>The largest segment.</summary>
    public const long SegmentSizeMax = 1L << 30;

    /// <summary>Where the frames of the largest segment end, in pages.</summary>
    public const long EndPageMax = (SegmentSizeMax - FooterAreaSize) / PageSize;

    /// <summary>The body of a record.</summary>
    public const int RecordBodySizeMax = 1 << 20;

    /// <summary>A transaction with its commit.</summary>
    public const int TransactionSizeMax = 256 << 20;

    /// <summary>The records of a frame.</summary>
    public const int FramePayloadSizeMax = (8 << 20) - LogFrameHeader.Size;

    /// <summary>Granules that a footer has room for.</summary>
    public const int GranuleCountMax = (FooterAreaSize - LogFooter.HeaderSize) / LogGranule.Size;

    /// <summary>The size rounded up to pages.</summary>
    public static int ToPages(int size) => (size + PageSize - 1) & ~(PageSize - 1);
}

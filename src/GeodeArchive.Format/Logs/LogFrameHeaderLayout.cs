namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout LogFrameHeader in format-spec/log.md, in bytes.</summary>
internal static class LogFrameHeaderLayout
{
    public const int MagicOffset = 0;
    public const int MagicSize = 4;

    public const int HeaderChecksumOffset = MagicOffset + MagicSize;
    public const int HeaderChecksumSize = 4;

    public const int PayloadSizeOffset = HeaderChecksumOffset + HeaderChecksumSize;
    public const int PayloadSizeSize = 4;

    public const int PayloadSumOffset = PayloadSizeOffset + PayloadSizeSize;
    public const int PayloadSumSize = 4;

    public const int StartLsnOffset = PayloadSumOffset + PayloadSumSize;
    public const int StartLsnSize = 8;

    public const int DurableLsnOffset = StartLsnOffset + StartLsnSize;
    public const int DurableLsnSize = 8;

    public const int TimelineIdOffset = DurableLsnOffset + DurableLsnSize;
    public const int TimelineIdSize = 16;

    public const int SaltOffset = TimelineIdOffset + TimelineIdSize;
    public const int SaltSize = 8;

    public const int TimeMaxOffset = SaltOffset + SaltSize;
    public const int TimeMaxSize = 8;

    public const int XidMaxOffset = TimeMaxOffset + TimeMaxSize;
    public const int XidMaxSize = 8;

    public const int EpochOffset = XidMaxOffset + XidMaxSize;
    public const int EpochSize = 4;

    public const int PreviousSumOffset = EpochOffset + EpochSize;
    public const int PreviousSumSize = 4;

    public const int PageOffset = PreviousSumOffset + PreviousSumSize;
    public const int PageSize = 4;

    public const int RecordCountOffset = PageOffset + PageSize;
    public const int RecordCountSize = 4;

    public const int ReservedOffset = RecordCountOffset + RecordCountSize;
    public const int ReservedSize = 8;

    public const int Size = ReservedOffset + ReservedSize;
}

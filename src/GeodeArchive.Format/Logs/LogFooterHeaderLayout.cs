namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout LogFooterHeader in format-spec/log.md, in bytes.</summary>
internal static class LogFooterHeaderLayout
{
    public const int MagicOffset = 0;
    public const int MagicSize = 4;

    public const int FooterChecksumOffset = MagicOffset + MagicSize;
    public const int FooterChecksumSize = 4;

    public const int SaltOffset = FooterChecksumOffset + FooterChecksumSize;
    public const int SaltSize = 8;

    public const int EndLsnOffset = SaltOffset + SaltSize;
    public const int EndLsnSize = 8;

    public const int GranuleCountOffset = EndLsnOffset + EndLsnSize;
    public const int GranuleCountSize = 4;

    public const int EndPageOffset = GranuleCountOffset + GranuleCountSize;
    public const int EndPageSize = 4;

    public const int ReservedOffset = EndPageOffset + EndPageSize;
    public const int ReservedSize = 32;

    public const int Size = ReservedOffset + ReservedSize;
}

using GeodeArchive.Format;

namespace GeodeArchive.Recovery.Reading;

/// <summary>Records of a block that were checked, or why there are none.</summary>
/// <param name="Bytes">The block's records, in a buffer that may be longer.</param>
/// <param name="From">Where the first record that is wanted starts in them.</param>
/// <param name="To">Where the last one that is wanted ends in them.</param>
/// <param name="Start">Where the block starts in the log.</param>
/// <param name="Offset">Where the block is in its object.</param>
/// <param name="Failure">Why there is nothing more.</param>
internal sealed record DecodedRecords(byte[] Bytes, int From, int To, Lsn Start, long Offset, LogArchiveException? Failure)
{
    public static DecodedRecords Failed(LogArchiveException failure) => new([], 0, 0, default, 0, failure);
}

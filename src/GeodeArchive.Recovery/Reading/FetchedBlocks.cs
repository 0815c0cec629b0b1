using GeodeArchive.Format;

namespace GeodeArchive.Recovery.Reading;

/// <summary>Blocks of an object as they are stored, or why they could not be had.</summary>
/// <param name="Table">The object; null with a failure.</param>
/// <param name="First">The number of the first block.</param>
/// <param name="Count">Blocks.</param>
/// <param name="Bytes">All of them, one after the other.</param>
/// <param name="From">Records that end here or before are not wanted.</param>
/// <param name="To">Records that end after this are not wanted.</param>
/// <param name="Failure">Why there is nothing more.</param>
internal sealed record FetchedBlocks(
    LogObjectTable? Table, int First, int Count, byte[] Bytes, Lsn From, Lsn To, LogArchiveException? Failure)
{
    public static FetchedBlocks Failed(LogArchiveException failure) => new(null, 0, 0, [], default, default, failure);
}

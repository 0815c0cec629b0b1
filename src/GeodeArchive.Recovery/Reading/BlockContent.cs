using GeodeArchive.Format;

namespace GeodeArchive.Recovery.Reading;

/// <summary>Checks that the records of a block are what the footer says of them.</summary>
internal static class BlockContent
{
    /// <summary>Checks all records.</summary>
    /// <param name="records">The plain payload.</param>
    /// <param name="block">What the footer says.</param>
    /// <param name="commitAfter">What the footer says is the last commit up to the end of the block.</param>
    /// <returns>The number of records.</returns>
    /// <exception cref="ArchiveFormatException">They are not valid, or others.</exception>
    public static int Check(ReadOnlySpan<byte> records, in LogObjectBlock block, CommitPlace commitAfter)
    {
        if (records.Length != block.PlainSize)
        {
            throw new ArchiveFormatException(
                FormatError.BadReference, "block", block.Offset, $"{records.Length} bytes of records, the footer says {block.PlainSize}");
        }

        var summary = new CommitSummary(block.Granule.Start, block.Granule.TimeMaxBefore, block.CommitBefore);
        var cursor = new RecordCursor(records, block.Granule.Start, block.Offset);
        var count = 0;
        while (cursor.MoveNext())
        {
            count++;
            if (cursor.Header.Type == LogRecordType.Commit)
            {
                summary.Add(LogCommit.Decode(cursor.Body, block.Offset), cursor.End, block.Offset);
            }
            else if (cursor.Header.Type == LogRecordType.Restart)
            {
                _ = LogRestart.Decode(cursor.Body, block.Offset);
            }
        }

        return summary.Granule == block.Granule && summary.Last == commitAfter
            ? count
            : throw new ArchiveFormatException(
                FormatError.BadReference, "block", block.Offset, "times, XIDs or last commit are not what the footer says");
    }

    /// <summary>What the footer says is the last commit up to the end of a block.</summary>
    public static CommitPlace CommitAfter(LogObjectFooter footer, int index) =>
        index + 1 < footer.Blocks.Length ? footer.Blocks[index + 1].CommitBefore : footer.Content.Commit;
}

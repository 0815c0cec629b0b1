namespace GeodeArchive.Backup.Reporting;

/// <summary>Sums of file sizes, of which two sparse files alone may have more than a number takes.</summary>
internal static class SizeSum
{
    /// <summary>The sum, or 2^63-1 where it is beyond that. Both numbers are 0 or more.</summary>
    public static long Add(long sum, long size) => size > long.MaxValue - sum ? long.MaxValue : sum + size;
}

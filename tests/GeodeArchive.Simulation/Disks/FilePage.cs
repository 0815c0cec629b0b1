namespace GeodeArchive.Simulation.Disks;

/// <summary>
/// 4 KiB of a file: what programs see, what is on the medium, and what was seen before. The arrays never change; null is zeros.
/// </summary>
internal readonly record struct FilePage
{
    internal const int Size = 4096;
    internal const int SectorSize = 512;
    internal const int SectorCount = Size / SectorSize;

    /// <summary>What programs read.</summary>
    internal byte[]? Live { get; init; }

    /// <summary>What is on the medium.</summary>
    internal byte[]? Durable { get; init; }

    /// <summary>What programs read before the last write.</summary>
    internal byte[]? Previous { get; init; }

    /// <summary>One bit for each sector that was written and not synced.</summary>
    internal byte DirtySectors { get; init; }

    internal bool IsEmpty => Live is null && Durable is null;

    /// <summary>Bits of the sectors that this part of a page touches.</summary>
    internal static byte SectorsOf(int offset, int length)
    {
        var first = offset / SectorSize;
        var last = (offset + length - 1) / SectorSize;
        return (byte)((1 << (last + 1)) - (1 << first));
    }

    /// <summary>The durable bytes with these sectors replaced by what programs see.</summary>
    internal byte[]? Persist(byte sectors) => Merge(Durable, Live, sectors);

    /// <summary><paramref name="under"/> with these sectors of <paramref name="over"/>.</summary>
    internal static byte[]? Merge(byte[]? under, byte[]? over, byte sectors)
    {
        if (sectors == 0 || ReferenceEquals(under, over))
        {
            return under;
        }

        if (sectors == byte.MaxValue)
        {
            return over;
        }

        var merged = new byte[Size];
        for (var sector = 0; sector < SectorCount; sector++)
        {
            var source = (sectors & (1 << sector)) != 0 ? over : under;
            source?.AsSpan(sector * SectorSize, SectorSize).CopyTo(merged.AsSpan(sector * SectorSize));
        }

        return merged;
    }
}

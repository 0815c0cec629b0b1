using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Backup;

/// <summary>
/// How many workers read or write past the page cache. Each waits for the disk about as long as it computes, so that as many as there are
/// processors, and even twice as many, leave processors idle; beyond six for each nothing more was gained. A worker takes up to 5 MB.
/// </summary>
internal static class DiskWorkers
{
    private const int PerProcessorLeast = 2;
    private const int PerProcessorMost = 6;

    /// <summary>On larger machines there are enough to keep a disk busy, and memory counts.</summary>
    private const int EnoughCount = 12;

    /// <summary>The number of workers.</summary>
    /// <param name="scheduler">Of the machine.</param>
    /// <param name="wanted">The number that was asked for; 0 for the usual one.</param>
    public static int Count(IScheduler scheduler, int wanted)
    {
        var processorCount = scheduler.ProcessorCount;
        return wanted > 0
            ? wanted
            : Math.Max(PerProcessorLeast * processorCount, Math.Min(PerProcessorMost * processorCount, EnoughCount));
    }
}

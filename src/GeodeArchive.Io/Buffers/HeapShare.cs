namespace GeodeArchive.Io.Buffers;

/// <summary>
/// Takes the memory of large buffers off what the collector lets its heap grow to. It knows nothing of native memory: in a memory cgroup
/// the two together pass the limit, and the kernel ends the program, where a collection would have done.
/// </summary>
internal static class HeapShare
{
    private const string LimitSetting = "GCHeapHardLimit";

    /// <summary>Less than this part of the limit is what the collector leaves free anyway.</summary>
    private const int NegligiblePart = 16;

    /// <summary>The limit is not changed for less.</summary>
    private const long Step = 4 << 20;

    /// <summary>A heap of this size is not taken away: without it nothing runs.</summary>
    private const long HeapSizeMin = 64 << 20;

    private static readonly Lock Gate = new();

    /// <summary>In a cgroup three quarters of its memory, else the machine's.</summary>
    private static readonly long Limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private static long _native;
    private static long _set = Limit;

    /// <summary>Notes that native memory was taken, or, if negative, given back.</summary>
    public static void Add(long size)
    {
        lock (Gate)
        {
            _native += size;
            var limit = _native <= Limit / NegligiblePart ? Limit : Math.Max(Limit - _native, HeapSizeMin);
            if (Math.Abs(limit - _set) < Step)
            {
                return;
            }

            _set = limit;
            AppContext.SetData(LimitSetting, (ulong)limit);
            try
            {
                GC.RefreshMemoryLimit();
            }
            catch (InvalidOperationException)
            {
                // The heap is larger already, or has no limit: the collector goes on as it was.
            }
        }
    }
}

namespace GeodeArchive.Tests.Measuring;

/// <summary>Managed memory that code takes on its thread.</summary>
internal static class Allocations
{
    private const int Rounds = 5;

    /// <summary>
    /// The fewest bytes that a run of some takes. The runtime allocates on this thread, too, when it compiles a method anew: one quiet run
    /// is enough.
    /// </summary>
    public static long LeastOf(Action run)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}

namespace GeodeArchive.Simulation.Disks;

/// <summary>The faults that wait on a disk.</summary>
internal sealed class FaultPlan
{
    private readonly List<WaitingFault> _faults = [];

    internal void Add(SimulatedFault fault) => _faults.Add(new WaitingFault(fault));

    internal void Clear() => _faults.Clear();

    /// <summary>The fault that strikes this operation, if one does. Every waiting fault that fits counts the operation.</summary>
    internal SimulatedFault? Take(DiskOperations operation, string path, string? otherPath)
    {
        SimulatedFault? struck = null;
        foreach (var waiting in _faults)
        {
            var fault = waiting.Fault;
            if (!fault.Fits.HasFlag(operation) || !FitsPath(fault, path, otherPath) || waiting.SeenCount++ < fault.SkipCount)
            {
                continue;
            }

            if (struck is null && waiting.StruckCount < fault.Count)
            {
                waiting.StruckCount++;
                struck = fault;
            }
        }

        return struck;
    }

    private static bool FitsPath(SimulatedFault fault, string path, string? otherPath) =>
        fault.Path is null || fault.Path(path) || (otherPath is not null && fault.Path(otherPath));

    private sealed class WaitingFault(SimulatedFault fault)
    {
        public SimulatedFault Fault { get; } = fault;

        public long SeenCount { get; set; }

        public long StruckCount { get; set; }
    }
}

using GeodeArchive.Io.Files;
using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Io;

/// <summary>
/// Everything that a program run takes from the outside world: files, time, randomness and threads.
/// A run that touches the world through one <see cref="Machine"/> only is a function of that machine, so a simulated
/// machine made from one seed replays it exactly.
/// </summary>
public sealed class Machine
{
    /// <summary>Puts a machine together from its four parts.</summary>
    public Machine(IFileSystem files, TimeProvider clock, IEntropy entropy, IScheduler scheduler)
    {
        Files = files;
        Clock = clock;
        Entropy = entropy;
        Scheduler = scheduler;
    }

    /// <summary>Files and directories.</summary>
    public IFileSystem Files { get; }

    /// <summary>Wall time (<see cref="TimeProvider.GetUtcNow"/>) and elapsed time (<see cref="TimeProvider.GetTimestamp"/>).</summary>
    public TimeProvider Clock { get; }

    /// <summary>Randomness, for ids and keys.</summary>
    public IEntropy Entropy { get; }

    /// <summary>Workers and what they wait on.</summary>
    public IScheduler Scheduler { get; }
}

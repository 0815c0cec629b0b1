using GeodeArchive.Io.Linux;
using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Io;

/// <summary>The machine that the program runs on.</summary>
public static class SystemMachine
{
    /// <summary>Puts it together: its files, its clock, its randomness, its threads.</summary>
    public static Machine Create() =>
        new(new LinuxFileSystem(), TimeProvider.System, new SystemEntropy(), new SystemScheduler());
}

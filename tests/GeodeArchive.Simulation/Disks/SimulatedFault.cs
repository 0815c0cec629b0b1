using GeodeArchive.Io.Files;

namespace GeodeArchive.Simulation.Disks;

/// <summary>A fault that waits on the disk for an operation it fits.</summary>
/// <param name="Kind">What goes wrong. The kinds for reads and writes wait for a read or write whatever <see cref="On"/> says.</param>
public sealed record SimulatedFault(FaultKind Kind)
{
    /// <summary>Operations that it waits for.</summary>
    public DiskOperations On { get; init; } = DiskOperations.All;

    /// <summary>The error that an <see cref="FaultKind.Error"/> gives.</summary>
    public FileError Error { get; init; } = FileError.Io;

    /// <summary>
    /// Which paths it waits for, as the program opened them ("/repo/archive/repository"); null: all. A rename fits with either name.
    /// </summary>
    public Func<string, bool>? Path { get; init; }

    /// <summary>Operations that fit and still go well before the first that does not.</summary>
    public long SkipCount { get; init; }

    /// <summary>Operations that go wrong; then the fault is used up.</summary>
    public long Count { get; init; } = 1;

    /// <summary>The Nth sync of a file or directory fails (1 is the first).</summary>
    public static SimulatedFault FailedSync(long number) =>
        new(FaultKind.Error) { On = DiskOperations.Sync, SkipCount = number - 1 };

    /// <summary>The disk is full from the Nth write or creation on, for <paramref name="count"/> of them.</summary>
    public static SimulatedFault FullDisk(long number, long count = long.MaxValue) => new(FaultKind.Error)
    {
        On = DiskOperations.Write | DiskOperations.Create,
        Error = FileError.NoSpace,
        SkipCount = number - 1,
        Count = count,
    };

    /// <summary>Every read of these paths gives an I/O error.</summary>
    public static SimulatedFault UnreadableFile(Func<string, bool> path) =>
        new(FaultKind.Error) { On = DiskOperations.Read, Path = path, Count = long.MaxValue };

    /// <summary>Every operation that names these paths is refused.</summary>
    public static SimulatedFault Denied(Func<string, bool> path) =>
        new(FaultKind.Error) { Error = FileError.Denied, Path = path, Count = long.MaxValue };

    internal DiskOperations Fits => Kind switch
    {
        FaultKind.FlippedBitInRead or FaultKind.StaleRead => DiskOperations.Read,
        FaultKind.FlippedBitInWrite or FaultKind.LostWrite or FaultKind.MisdirectedWrite => DiskOperations.Write,
        _ => On,
    };
}

using GeodeArchive.Wal;

namespace GeodeArchive.Store;

/// <summary>How a database is run.</summary>
/// <remarks>
/// Memory: that of <see cref="StoreOptions"/>, where dirty pages are at most twice <see cref="DirtySizeMax"/> plus a transaction;
/// <see cref="PendingSizeMax"/> plus a transaction of each who commits of what is in the log and not yet in the trees; 64 bytes for each
/// recent change that a
/// running transaction may be in conflict with, of which 1,048,576 are kept; all names; and the buffers of the log.
/// </remarks>
public sealed record DatabaseOptions
{
    /// <summary>How the log is kept: S-72 and S-73.</summary>
    public LogOptions Log { get; init; } = new();

    /// <summary>How the trees are kept.</summary>
    public StoreOptions Store { get; init; } = new();

    /// <summary>Changes nothing, but for what recovery must.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>The longest time between two checkpoints while there are commits.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Bytes of log after which a checkpoint is made; 0 is a quarter of what the log may take.</summary>
    public long CheckpointLogSize { get; init; }

    /// <summary>Bytes of changed pages after which a checkpoint is made; at twice as many commits wait for it.</summary>
    public long DirtySizeMax { get; init; } = 256L << 20;

    /// <summary>
    /// Bytes of commits that nobody waits for, after which the next commit waits; from a quarter on they are put into the trees.
    /// </summary>
    public long PendingSizeMax { get; init; } = 32L << 20;

    internal long CheckpointLogSizeInForce => CheckpointLogSize > 0 ? CheckpointLogSize : Log.SizeMax / 4;
}

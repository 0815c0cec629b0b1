using GeodeArchive.Format;

namespace GeodeArchive.Store;

/// <summary>The place in the log that a checkpoint stands for.</summary>
/// <param name="TimelineId">The timeline; not zero.</param>
/// <param name="Epoch">The timeline's epoch; 1 or more.</param>
/// <param name="Lsn">All that ends there or before is in the trees, and nothing else is. Must be durable in the log.</param>
public readonly record struct CheckpointMark(TimelineId TimelineId, uint Epoch, Lsn Lsn);

using System.Diagnostics.CodeAnalysis;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Wal;
using GeodeArchive.Wal.Reading;

namespace GeodeArchive.Store.Replaying;

/// <summary>
/// Puts records into the trees, transaction by transaction, and proves what each commit says of them: one worker reads, decodes and hashes
/// ahead, this one applies.
/// </summary>
internal sealed class Replay(Machine machine, RedoApplier applier)
{
    private const int ChunkCount = 6;

    /// <summary>Transactions that were applied.</summary>
    public long Count { get; private set; }

    /// <summary>Applies all that a source gives.</summary>
    /// <param name="source">The records, from where the trees are.</param>
    /// <param name="makeRoom">Called from time to time, between two transactions: may write a checkpoint.</param>
    /// <exception cref="StoreException">
    /// <see cref="StoreError.Damaged"/>: what is read is damaged, or does not go with the trees; or something cannot be read.
    /// </exception>
    public void Run(ILogSource source, Action makeRoom)
    {
        var full = new BoundedQueue<ReplayChunk>(machine.Scheduler, ChunkCount);
        var empty = new BoundedQueue<ReplayChunk>(machine.Scheduler, ChunkCount);
        for (var i = 0; i < ChunkCount; i++)
        {
            empty.Add(new ReplayChunk());
        }

        var worker = machine.Scheduler.Start("replay reader", new ReplayReader(source, full, empty).Run);
        try
        {
            while (TryTake(full, out var chunk))
            {
                Apply(chunk);
                makeRoom();
                empty.Add(chunk.Size > ReplayChunk.SizeKept ? new ReplayChunk() : chunk);
            }
        }
        catch (Exception failure)
        {
            full.Fail(failure);
            empty.Fail(failure);
            throw;
        }
        finally
        {
            empty.Complete();
            worker.Join();
        }
    }

    private void Apply(ReplayChunk chunk)
    {
        for (var index = 0; index < chunk.Count; index++)
        {
            applier.Apply(chunk[index]);
            Count++;
        }
    }

    private static bool TryTake(BoundedQueue<ReplayChunk> full, [MaybeNullWhen(false)] out ReplayChunk chunk)
    {
        try
        {
            return full.TryTake(out chunk);
        }
        catch (QueueFailedException failure) when (failure.InnerException is { } cause)
        {
            throw cause switch
            {
                LogException error => StoreException.From(error),
                ArchiveFormatException damage => new StoreException(
                    StoreError.Damaged,
                    $"the log cannot be replayed: {damage.Message}",
                    "restore the data directory from a backup",
                    damage),
                _ => new StoreException(StoreError.Failed, $"the log cannot be replayed: {cause.Message}", null, cause),
            };
        }
    }
}

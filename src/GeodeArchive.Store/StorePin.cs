using GeodeArchive.Format;

namespace GeodeArchive.Store;

/// <summary>Keeps the pages of a state from being written to.</summary>
/// <param name="from">The last durable checkpoint when it was taken: what was freed by then it does not need.</param>
/// <param name="through">
/// What was born later it does not need. A snapshot is of pages that the next checkpoint may still have to write, so that this is known
/// later.
/// </param>
/// <param name="lastTried">The newest checkpoint that had been begun then.</param>
/// <param name="release">Called once, when it is disposed.</param>
internal sealed class StorePin(Generation from, Generation through, Generation lastTried, Action<StorePin> release) : IDisposable
{
    private Action<StorePin>? _release = release;

    internal Generation From => from;

    internal Generation Through { get; private set; } = through;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke(this);

    /// <summary>A checkpoint is durable: if it was begun after this was taken, it has written all that this may hold.</summary>
    internal void NoteCheckpoint(Generation generation)
    {
        if (generation > lastTried && generation < Through)
        {
            Through = generation;
        }
    }
}

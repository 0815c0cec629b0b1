namespace GeodeArchive.Store;

/// <summary>Keeps the pages of a checkpoint, and of the states after it, from being written to.</summary>
internal sealed class StorePin(Action release) : IDisposable
{
    private Action? _release = release;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}

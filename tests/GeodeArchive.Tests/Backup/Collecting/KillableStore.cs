using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects;

namespace GeodeArchive.Tests.Backup.Collecting;

/// <summary>A store as seen by a process that is killed after so many calls: from then on nothing that it does has an effect.</summary>
internal sealed class KillableStore(IObjectStore below, long callCountMax = long.MaxValue) : IObjectStore
{
    private long _callCount;

    public bool IsKilled => _callCount > callCountMax;

    /// <summary>Asked before an object is put; true kills the process.</summary>
    public Func<ObjectKey, bool> IsDeadly { get; init; } = _ => false;

    public string DisplayName => below.DisplayName;

    public bool PutIfAbsent(ObjectKey key, ReadOnlySpan<byte> content)
    {
        _callCount = IsDeadly(key) ? callCountMax : _callCount;
        Live(key.Text);
        return below.PutIfAbsent(key, content);
    }

    public IObjectUpload BeginUpload(ObjectKey key)
    {
        Live(key.Text);
        return new Upload(this, below.BeginUpload(key));
    }

    public int GetRange(ObjectKey key, long offset, Span<byte> destination)
    {
        Live(key.Text);
        return below.GetRange(key, offset, destination);
    }

    public (int Count, long Length) GetSuffix(ObjectKey key, Span<byte> destination)
    {
        Live(key.Text);
        return below.GetSuffix(key, destination);
    }

    public IReadOnlyList<ObjectEntry> List(string prefix, bool recursive = true, int countMax = int.MaxValue)
    {
        Live(prefix);
        return below.List(prefix, recursive, countMax);
    }

    public bool Delete(ObjectKey key, bool isDurable = false)
    {
        Live(key.Text);
        return below.Delete(key, isDurable);
    }

    public IDisposable? Hold(ObjectKey key)
    {
        Live(key.Text);
        return below.Hold(key);
    }

    public bool? IsHeld(ObjectKey key)
    {
        Live(key.Text);
        return below.IsHeld(key);
    }

    public int RemoveUnfinished(string prefix, Func<bool> isIdle)
    {
        Live(prefix);
        return below.RemoveUnfinished(prefix, isIdle);
    }

    public IFile CreateScratch()
    {
        Live(string.Empty);
        return below.CreateScratch();
    }

    public void Dispose() => below.Dispose();

    private void Live(string key)
    {
        if (Interlocked.Increment(ref _callCount) > callCountMax)
        {
            throw new ObjectException(ObjectError.Failed, key, "killed");
        }
    }

    private sealed class Upload(KillableStore store, IObjectUpload below) : IObjectUpload
    {
        public ObjectKey Key => below.Key;

        public void WritePart(AlignedBuffer part, int length)
        {
            store.Live(Key.Text);
            below.WritePart(part, length);
        }

        public void Complete()
        {
            store.Live(Key.Text);
            below.Complete();
        }

        public void Dispose() => below.Dispose();
    }
}

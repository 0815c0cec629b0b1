using GeodeArchive.Objects;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>Files in memory, to be read only. The arrays are not copied: a test that changes one changes the store.</summary>
public sealed class MemoryObjectStore : IObjectStore
{
    private readonly IReadOnlyDictionary<string, byte[]> _files;
    private readonly string? _changedKey;
    private readonly byte[]? _changed;

    /// <summary>A store of these files.</summary>
    public MemoryObjectStore(IReadOnlyDictionary<string, byte[]> files) => _files = files;

    /// <summary>A store of these files, but for one that has another content, or is missing.</summary>
    public MemoryObjectStore(IReadOnlyDictionary<string, byte[]> files, string changedKey, byte[]? changed)
    {
        _files = files;
        _changedKey = changedKey;
        _changed = changed;
    }

    /// <inheritdoc/>
    public string DisplayName => "memory";

    /// <inheritdoc/>
    public bool PutIfAbsent(ObjectKey key, ReadOnlySpan<byte> content) => throw ReadOnly(key);

    /// <inheritdoc/>
    public IObjectUpload BeginUpload(ObjectKey key) => throw ReadOnly(key);

    /// <inheritdoc/>
    public bool Delete(ObjectKey key, bool isDurable = false) => throw ReadOnly(key);

    /// <inheritdoc/>
    public int GetRange(ObjectKey key, long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var file = Find(key);
        if (offset >= file.Length)
        {
            return 0;
        }

        var count = (int)Math.Min(destination.Length, file.Length - offset);
        file.AsSpan((int)offset, count).CopyTo(destination);
        return count;
    }

    /// <inheritdoc/>
    public (int Count, long Length) GetSuffix(ObjectKey key, Span<byte> destination)
    {
        var file = Find(key);
        var count = Math.Min(destination.Length, file.Length);
        file.AsSpan(file.Length - count).CopyTo(destination);
        return (count, file.Length);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ObjectEntry> List(string prefix, bool recursive = true, int countMax = int.MaxValue) =>
    [
        .. from key in _files.Keys
           where key.StartsWith(prefix, StringComparison.Ordinal) && (recursive || !key[prefix.Length..].Contains('/'))
           let content = ContentOf(key)
           where content is not null
           select new ObjectEntry(ObjectKey.From(key), content.Length),
    ];

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private byte[] Find(ObjectKey key) =>
        ContentOf(key.Text) ?? throw new ObjectException(ObjectError.NotFound, key.Text, $"cannot open {key}: no such file or directory");

    private byte[]? ContentOf(string key) => key == _changedKey ? _changed : _files.GetValueOrDefault(key);

    private static ObjectException ReadOnly(ObjectKey key) => new(ObjectError.Denied, key.Text, $"{key}: the store is read-only");
}

using GeodeArchive.Io.Buffers;
using GeodeArchive.Objects;

namespace GeodeArchive.Tests.Recovery;

/// <summary>Objects in memory, which a test may change behind the program's back.</summary>
internal sealed class MemoryStore : IObjectStore
{
    public SortedDictionary<string, byte[]> Files { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Asked before each creation; may throw.</summary>
    public Action<ObjectKey> Creating { get; set; } = _ => { };

    /// <summary>Asked after each creation; may throw.</summary>
    public Action<ObjectKey> Created { get; set; } = _ => { };

    public string DisplayName => "memory";

    public MemoryStore Copy() => new() { Files = new SortedDictionary<string, byte[]>(Files, StringComparer.Ordinal) };

    public bool PutIfAbsent(ObjectKey key, ReadOnlySpan<byte> content)
    {
        Creating(key);
        var isNew = Files.TryAdd(key.Text, content.ToArray());
        Created(key);
        return isNew;
    }

    public IObjectUpload BeginUpload(ObjectKey key) => new Upload(this, key);

    public int GetRange(ObjectKey key, long offset, Span<byte> destination)
    {
        var file = Find(key);
        var count = (int)Math.Clamp(file.Length - offset, 0, destination.Length);
        file.AsSpan((int)Math.Min(offset, file.Length), count).CopyTo(destination);
        return count;
    }

    public (int Count, long Length) GetSuffix(ObjectKey key, Span<byte> destination)
    {
        var file = Find(key);
        var count = Math.Min(destination.Length, file.Length);
        file.AsSpan(file.Length - count).CopyTo(destination);
        return (count, file.Length);
    }

    public IReadOnlyList<ObjectEntry> List(string prefix, bool recursive = true, int countMax = int.MaxValue) =>
    [
        .. Files.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal) && (recursive || !file.Key[prefix.Length..].Contains('/')))
            .Select(file => new ObjectEntry(ObjectKey.From(file.Key), file.Value.Length))
            .Take(countMax),
    ];

    public bool Delete(ObjectKey key, bool isDurable = false) => Files.Remove(key.Text);

    public void Dispose()
    {
    }

    private byte[] Find(ObjectKey key) =>
        Files.TryGetValue(key.Text, out var file) ? file : throw new ObjectException(ObjectError.NotFound, key.Text, $"{key} does not exist");

    private sealed class Upload(MemoryStore store, ObjectKey key) : IObjectUpload
    {
        private readonly List<byte> _content = [];

        public ObjectKey Key => key;

        public void WritePart(AlignedBuffer part, int length) => _content.AddRange(part.Span[..length]);

        public void Complete()
        {
            if (!store.PutIfAbsent(key, _content.ToArray()))
            {
                throw new ObjectException(ObjectError.Exists, key.Text, $"{key} exists");
            }
        }

        public void Dispose()
        {
        }
    }
}

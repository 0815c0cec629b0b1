using GeodeArchive.Io.Buffers;
using GeodeArchive.Objects;

namespace GeodeArchive.Tests.Repository;

/// <summary>A store whose uploads go nowhere and tell a test when they begin and end; everything else is the store below.</summary>
internal sealed class HookedStore(IObjectStore below) : IObjectStore
{
    public Action<ObjectKey> Beginning { get; set; } = _ => { };

    public Action<ObjectKey> Completing { get; set; } = _ => { };

    public string DisplayName => below.DisplayName;

    public bool PutIfAbsent(ObjectKey key, ReadOnlySpan<byte> content) => below.PutIfAbsent(key, content);

    public IObjectUpload BeginUpload(ObjectKey key)
    {
        Beginning(key);
        return new Upload(this, key);
    }

    public int GetRange(ObjectKey key, long offset, Span<byte> destination) => below.GetRange(key, offset, destination);

    public (int Count, long Length) GetSuffix(ObjectKey key, Span<byte> destination) => below.GetSuffix(key, destination);

    public IReadOnlyList<ObjectEntry> List(string prefix, bool recursive = true, int countMax = int.MaxValue) =>
        below.List(prefix, recursive, countMax);

    public bool Delete(ObjectKey key, bool isDurable = false) => below.Delete(key, isDurable);

    public void Dispose() => below.Dispose();

    private sealed class Upload(HookedStore store, ObjectKey key) : IObjectUpload
    {
        public ObjectKey Key => key;

        public void WritePart(AlignedBuffer part, int length)
        {
        }

        public void Complete() => store.Completing(key);

        public void Dispose()
        {
        }
    }
}

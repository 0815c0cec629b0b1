using GeodeArchive.Objects;

namespace GeodeArchive.Tests.Repository;

/// <summary>A store that loses the answer to each creation and asks again, as a client of a store across a network does.</summary>
internal sealed class ForgetfulStore(IObjectStore below) : IObjectStore
{
    public string DisplayName => below.DisplayName;

    public bool PutIfAbsent(ObjectKey key, ReadOnlySpan<byte> content)
    {
        below.PutIfAbsent(key, content);
        return below.PutIfAbsent(key, content);
    }

    public IObjectUpload BeginUpload(ObjectKey key) => below.BeginUpload(key);

    public int GetRange(ObjectKey key, long offset, Span<byte> destination) => below.GetRange(key, offset, destination);

    public (int Count, long Length) GetSuffix(ObjectKey key, Span<byte> destination) => below.GetSuffix(key, destination);

    public IReadOnlyList<ObjectEntry> List(string prefix, bool recursive = true, int countMax = int.MaxValue) =>
        below.List(prefix, recursive, countMax);

    public bool Delete(ObjectKey key, bool isDurable = false) => below.Delete(key, isDurable);

    public void Dispose() => below.Dispose();
}

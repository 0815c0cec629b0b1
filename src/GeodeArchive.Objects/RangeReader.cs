namespace GeodeArchive.Objects;

/// <summary>Reads an object by asking its store for each range: there is nothing to keep open.</summary>
internal sealed class RangeReader(IObjectStore store, ObjectKey key) : IObjectReader
{
    public int Read(long offset, Span<byte> destination) => store.GetRange(key, offset, destination);

    public (int Count, long Length) ReadSuffix(Span<byte> destination) => store.GetSuffix(key, destination);

    public void Dispose()
    {
    }
}

using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Indexes;

namespace GeodeArchive.Repository.Reading;

/// <summary>Reads chunks by id. Each is checked against its id every time it is handed out. Safe for several workers.</summary>
public sealed class ChunkReader : IDisposable
{
    private readonly ChunkIndex _index;
    private readonly BlockCache _cache;

    /// <summary>Makes a reader that keeps at most about <paramref name="memorySizeMax"/> bytes of decoded blocks.</summary>
    public ChunkReader(IObjectStore store, IScheduler scheduler, ChunkIndex index, long memorySizeMax)
    {
        _index = index;
        _cache = new BlockCache(store, scheduler, memorySizeMax);
    }

    /// <summary>Reads a chunk. Dispose the lease soon: it keeps its block in memory.</summary>
    /// <exception cref="RepositoryException">It is missing or damaged.</exception>
    public ChunkLease Read(ChunkId id)
    {
        if (!_index.TryFind(id, out var table, out var place))
        {
            throw RepositoryException.Damage(
                RepositoryNames.IndexPrefix.TrimEnd('/'), FormatError.BadReference, "chunk", -1, $"no index knows chunk {id}");
        }

        var block = _cache.Use(table, place.Block);
        var bytes = block.Plain.AsSpan(place.Offset, place.Length);
        if (ChunkId.OfPlain(bytes) == id)
        {
            return new ChunkLease(_cache, block, bytes);
        }

        _cache.Release(block);
        throw RepositoryException.Damage(
            RepositoryNames.Segment(table.Segment.Id).Text,
            FormatError.BadChecksum,
            "block",
            table.Blocks[place.Block].Offset,
            $"chunk {id} in it does not match its id");
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();
}

using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Repository.Reading;

/// <summary>
/// Reads chunks by id. Each is checked against its id when it is handed out, but for one that is handed out again and again piece by piece,
/// out of the same block in memory; where one copy is damaged, another is looked for.
/// Safe for several workers.
/// </summary>
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

    /// <summary>The domain of the chunks.</summary>
    public ArchiveDomain Domain => _index.Domain;

    /// <summary>Reads a chunk. Dispose the lease soon: it keeps its block in memory.</summary>
    /// <exception cref="RepositoryException">It is missing or damaged.</exception>
    public ChunkLease Read(ChunkId id)
    {
        while (true)
        {
            var seen = _index.Manifest;
            try
            {
                return ReadAsOfNow(id);
            }
            catch (RepositoryException damage) when (damage.IsDamage)
            {
                // Collection may have moved it: look again where it is now.
                if (!_index.TryRenew(seen))
                {
                    throw;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    private ChunkLease ReadAsOfNow(ChunkId id)
    {
        if (!_index.TryFind(id, out var table, out var place))
        {
            throw NotFound(id);
        }

        try
        {
            return Read(id, table, place);
        }
        catch (RepositoryException damage) when (damage.IsDamage)
        {
            if (TryReadCopy(id, out var lease))
            {
                return lease;
            }

            throw;
        }
    }

    private RepositoryException NotFound(ChunkId id) => _index.WhyNotFound(id) ?? RepositoryException.Damage(
        RepositoryNames.IndexPrefix.TrimEnd('/'), FormatError.BadReference, "chunk", -1, $"no index knows chunk {id}");

    private bool TryReadCopy(ChunkId id, out ChunkLease lease)
    {
        for (var number = 0; _index.TryFindCopy(id, number, out var table, out var place); number++)
        {
            try
            {
                lease = Read(id, table, place);
                return true;
            }
            catch (RepositoryException damage) when (damage.IsDamage)
            {
                // The first copy's damage is reported if none is intact.
            }
        }

        lease = default;
        return false;
    }

    private ChunkLease Read(ChunkId id, SegmentTable table, ChunkLocation place)
    {
        var block = _cache.Use(table, place.Block);
        var bytes = block.Plain.AsSpan(place.Offset, place.Length);
        if (block.IsChecked(place.Offset) || _index.Domain.IdOf(bytes) == id)
        {
            block.NoteChecked(place.Offset);
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
}

using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Time;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Repository.Sessions;

/// <summary>
/// A session that stores chunks which the repository holds already once more, in new segments, and commits whatever follows from that. For
/// one worker.
/// </summary>
public sealed class MoveSession : IDisposable
{
    private const int PartCount = 5;

    private readonly ArchiveRepository _repository;
    private readonly ArchiveDomain _domain;
    private readonly SessionLease _lease;
    private readonly BufferPool _parts;
    private readonly SegmentWriter _dataWriter;
    private readonly SegmentWriter _metadataWriter;
    private readonly ChunkPacker _data;
    private readonly ChunkPacker _metadata;
    private bool _isEnded;

    private MoveSession(ArchiveRepository repository, ArchiveDomain domain, SessionLease lease, CompressionSettings compression)
    {
        _repository = repository;
        _domain = domain;
        _lease = lease;
        var machine = repository.Machine;
        _parts = new BufferPool(machine.Scheduler, PartCount, SegmentWriter.PartSize);
        _dataWriter = NewWriter(SegmentKind.Data);
        _metadataWriter = NewWriter(SegmentKind.Metadata);
        _data = new ChunkPacker(_dataWriter, BlockType.Data, compression, domain.Encryption);
        _metadata = new ChunkPacker(_metadataWriter, BlockType.Metadata, compression, domain.Encryption);
    }

    /// <summary>Opens a session that moves chunks within a domain.</summary>
    public static MoveSession Open(
        ArchiveRepository repository, ArchiveDomain domain, string host, string program, CompressionSettings compression) =>
        new(repository, domain, SessionLease.Open(repository, host, program), compression);

    /// <summary>Stores a chunk; the bytes are copied.</summary>
    /// <exception cref="RepositoryException">The store failed.</exception>
    public void Add(SegmentKind kind, ChunkId id, ReadOnlySpan<byte> content) =>
        (kind == SegmentKind.Data ? _data : _metadata).Add(id, content);

    /// <summary>The segments that hold what was added since this was last asked.</summary>
    public IReadOnlyCollection<SegmentId> TakeSegments()
    {
        _data.Flush();
        _metadata.Flush();
        return [.. _data.TakeSegments(), .. _metadata.TakeSegments()];
    }

    /// <summary>Makes the segments and their index durable, and commits them with what follows from them; the session ends.</summary>
    /// <param name="change">
    /// Makes the records to go with the segments, whose numbers it is told; none if nothing of it makes sense any more: then nothing is
    /// added.
    /// </param>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.Fenced"/>, or the store failed.</exception>
    public void Commit(Func<RepositoryState, IReadOnlyDictionary<SegmentId, SegmentNumber>, IReadOnlyList<ManifestRecord>> change)
    {
        IReadOnlyList<SegmentSummary> segments = [.. _dataWriter.Finish(), .. _metadataWriter.Finish()];
        var index = WriteIndex(segments);
        _repository.Log.Commit(_lease.Id, state => state.IsOpen(_lease.Id)
            ? Records(state, segments, index, change)
            : throw CommitChange.Fenced(_lease.Id));
        _isEnded = true;
    }

    /// <summary>Says so if the session was ended by somebody else: then that is why whatever it tried failed.</summary>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.Fenced"/>.</exception>
    public void DemandNotFenced()
    {
        if (!_isEnded && _lease.IsFenced())
        {
            throw CommitChange.Fenced(_lease.Id);
        }
    }

    /// <summary>Stops the session's workers and gives its memory back. Without a commit before, the session is given up.</summary>
    public void Dispose()
    {
        _data.Dispose();
        _metadata.Dispose();
        _dataWriter.Dispose();
        _metadataWriter.Dispose();
        _parts.Dispose();
        if (!_isEnded)
        {
            _lease.TryAbandon();
        }

        _lease.Dispose();
    }

    private IReadOnlyList<ManifestRecord> Records(
        RepositoryState state,
        IReadOnlyList<SegmentSummary> segments,
        IndexSummary? index,
        Func<RepositoryState, IReadOnlyDictionary<SegmentId, SegmentNumber>, IReadOnlyList<ManifestRecord>> change)
    {
        var records = new List<ManifestRecord>();
        var numbers = new Dictionary<SegmentId, SegmentNumber>();
        var number = state.NextSegmentNumber;
        foreach (var segment in segments)
        {
            numbers.Add(segment.Id, number);
            records.Add(CommitChange.Describe(
                segment, _domain.Domain, number, _lease.Id, WallTime.Now(_repository.Machine.Clock)));
            number = number.Next;
        }

        var changes = change(state, numbers);
        if (changes.Count == 0)
        {
            return [new SessionCloseRecord(_lease.Id, SessionOutcome.Abandoned)];
        }

        if (index is not null)
        {
            records.Add(index.ToRecord(_lease.Id, _domain.Domain));
        }

        return [.. records, .. changes, new SessionCloseRecord(_lease.Id, SessionOutcome.Committed)];
    }

    private IndexSummary? WriteIndex(IReadOnlyList<SegmentSummary> segments)
    {
        using var builder = new IndexBuilder(_repository.Store, _domain);
        foreach (var segment in segments.OrderBy(segment => segment.Id.Value))
        {
            builder.Add(SegmentFile.ReadTable(_repository.Store, _domain, SegmentReference.From(segment)));
        }

        return builder.IsEmpty ? null : builder.Write(_lease.Id);
    }

    private SegmentWriter NewWriter(SegmentKind kind) => new(
        _repository.Machine, _repository.Store, _domain, _lease.Id, kind, _parts, new Unregistered());

    /// <summary>Nobody asks for these chunks: they are found where they were.</summary>
    private sealed class Unregistered : IStoredChunks
    {
        public void Stored(SegmentSummary segment, IReadOnlyList<ChunkDirectoryEntry> chunks)
        {
            // Their index is made of the segments when all are durable.
        }
    }
}

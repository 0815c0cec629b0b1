using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Time;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Repository.Sessions;

/// <summary>
/// One writer's work: opened by a commit, then segments and indexes that nobody refers to, then one commit that makes them part
/// of the repository together with the backup. Nothing of an unfinished session is ever visible.
/// </summary>
public sealed class WriteSession : IDisposable
{
    private const int PartCount = 5;

    private readonly ArchiveRepository _repository;
    private readonly SessionLease _lease;
    private readonly BufferPool _parts;
    private readonly ChunkLedger _ledger;
    private readonly SegmentWriter _data;
    private readonly SegmentWriter _metadata;
    private readonly IReuseCheck? _check;
    private readonly string _host;
    private readonly string _program;
    private bool _isCommitting;

    private WriteSession(
        ArchiveRepository repository,
        SessionLease lease,
        ChunkIndex index,
        SegmentCatalog catalog,
        string host,
        string program,
        IReuseCheck? check)
    {
        var id = lease.Id;
        _repository = repository;
        _host = host;
        _program = program;
        _lease = lease;
        _check = check;
        Base = repository.State.Number;
        Index = index;
        var machine = repository.Machine;
        _parts = new BufferPool(machine.Scheduler, PartCount, SegmentWriter.PartSize);
        _ledger = new ChunkLedger(
            repository.Store, machine.Scheduler, repository.State, index, catalog, id, check: check);
        _data = new SegmentWriter(machine, repository.Store, catalog.Domain, id, SegmentKind.Data, _parts, _ledger);
        _metadata = new SegmentWriter(machine, repository.Store, catalog.Domain, id, SegmentKind.Metadata, _parts, _ledger);
    }

    /// <summary>The session's id; its objects carry it.</summary>
    public SessionId Id => _lease.Id;

    /// <summary>The domain that it writes into.</summary>
    public ArchiveDomain Domain => Index.Domain;

    /// <summary>The manifest whose state it deduplicates against.</summary>
    public ManifestNumber Base { get; }

    /// <summary>Finds chunks that the repository held when the session was opened.</summary>
    public ChunkIndex Index { get; }

    /// <summary>
    /// Why the indexes of the repository could not be merged after the commit; null if they were, or need not be. The backup exists
    /// nevertheless, and the next one tries again.
    /// </summary>
    public RepositoryException? MergeFailure { get; private set; }

    /// <summary>
    /// Opens a session. Those of this host whose writers are dead are ended, and what they had stored is found from now on.
    /// </summary>
    /// <param name="repository">The repository; its state is read again.</param>
    /// <param name="catalog">Segment tables shared with the session's reader; of the domain that is written into.</param>
    /// <param name="host">Name of this machine, for people.</param>
    /// <param name="program">Name and version of this program, for people.</param>
    /// <param name="check">Says on which segments it may rely; null: on all.</param>
    public static WriteSession Open(
        ArchiveRepository repository, SegmentCatalog catalog, string host, string program, IReuseCheck? check = null)
    {
        var lease = SessionLease.Open(repository, host, program);
        try
        {
            SessionAdoption.Run(repository, session => SessionLease.IsDead(repository, session, host), lease.Id, openSession: null);
            var index = ChunkIndex.Open(repository.Store, repository.Machine.Scheduler, repository.State, catalog);
            return new WriteSession(repository, lease, index, catalog, host, program, check);
        }
        catch (RepositoryException)
        {
            lease.TryAbandon();
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Says what to do with a chunk that the backup needs.</summary>
    public ChunkClaim Claim(ChunkId id) => _ledger.Claim(id);

    /// <summary>Relies on a chunk of a backup that the repository holds; false if the chunk is not there.</summary>
    public bool TryUse(ChunkId id) => _ledger.TryUse(id);

    /// <summary>Makes a packer for one worker; flush it before <see cref="Commit"/>.</summary>
    public ChunkPacker CreatePacker(SegmentKind kind, CompressionSettings compression) => kind == SegmentKind.Data
        ? new ChunkPacker(_data, BlockType.Data, compression, Domain.Encryption)
        : new ChunkPacker(_metadata, BlockType.Metadata, compression, Domain.Encryption);

    /// <summary>
    /// Makes the segments and indexes durable, then commits them with the backup and closes the session. When this returns, the
    /// backup exists.
    /// </summary>
    /// <param name="describe">Makes the backup's record, but for the segments and stored size, which are filled in here.</param>
    /// <returns>The backup as committed, and the manifest that holds it.</returns>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.Fenced"/>, <see cref="RepositoryError.Exists"/> when
    /// the name was taken meanwhile.</exception>
    public (BackupAddRecord Backup, ManifestNumber Manifest) Commit(Func<BackupAddRecord> describe)
    {
        IReadOnlyList<SegmentSummary> segments = [.. _data.Finish(), .. _metadata.Finish()];
        _ledger.Finish();

        // Nothing is looked up any more, and the filters are most of what a session holds.
        Index.Dispose();
        var verified = _check?.Verified ?? [];
        BackupAddRecord? backup = null;
        _isCommitting = true;
        var manifest = _repository.Log.Commit(Id, state =>
        {
            var change = CommitChange.Make(
                state, Id, Domain.Domain, segments, verified, _ledger, describe(), WallTime.Now(_repository.Machine.Clock));
            backup = change.Backup;
            return change.Records;
        });
        MergeIndexes();
        return (backup!, manifest);
    }

    /// <summary>
    /// Gives up as <see cref="TryAbandon"/> does, unless the session was ended by somebody else: then that is what went wrong.
    /// </summary>
    /// <param name="failure">What went wrong.</param>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.Fenced"/>.</exception>
    public void GiveUp(Exception failure)
    {
        if (failure is RepositoryException { Error: RepositoryError.Fenced })
        {
            return;
        }

        if (!_isCommitting && _lease.IsFenced())
        {
            throw CommitChange.Fenced(Id);
        }

        // Of a commit whose outcome is not known nothing may be taken back.
        if (failure is not RepositoryException { Error: RepositoryError.OutcomeUnknown })
        {
            TryAbandon();
        }
    }

    /// <summary>
    /// Gives up. A session that has stored something durable is left open, for the next one to adopt that; another one is closed, so that
    /// nobody waits for it. Where that fails nothing is thrown: the failure that led here is the one to report.
    /// </summary>
    public void TryAbandon()
    {
        if (!_ledger.HasSegments || !_lease.IsProof)
        {
            _lease.TryAbandon();
        }
    }

    /// <summary>
    /// Stops the session's workers and gives its memory back. Without a commit before, nothing that it wrote is referred to.
    /// </summary>
    public void Dispose()
    {
        Index.Dispose();
        _ledger.Dispose();
        _data.Dispose();
        _metadata.Dispose();
        _parts.Dispose();
        _lease.Dispose();
    }

    private void MergeIndexes()
    {
        try
        {
            IndexMaintenance.Run(_repository, Domain, _host, _program);
        }
        catch (RepositoryException failure)
        {
            MergeFailure = failure;
        }
    }
}

using GeodeArchive.Backup.Exporting;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Viewing;
using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Exporting;
using GeodeArchive.Repository.Reading;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Backup;

/// <summary>
/// Takes the backup of an export into a repository: each chunk that the backup needs is read, checked against its id, and stored where
/// the repository does not hold it; then the backup is committed as one that was made. It keeps id and times, and may get another name.
/// </summary>
public sealed class ImportPipeline
{
    private const long TablesMemoryMax = 32 << 20;

    private readonly ArchiveRepository _export;
    private readonly ArchiveRepository _repository;
    private readonly ImportOptions _options;
    private readonly RunProgress _progress;

    /// <summary>Prepares an import.</summary>
    /// <param name="export">The export, open as a repository.</param>
    /// <param name="repository">The repository that takes the backup.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Is told how far it is.</param>
    public ImportPipeline(ArchiveRepository export, ArchiveRepository repository, ImportOptions options, RunProgress progress)
    {
        _export = export;
        _repository = repository;
        _options = options;
        _progress = progress;
    }

    /// <summary>Imports the backup. When this returns it is durable.</summary>
    /// <exception cref="RepositoryException">The export is damaged or encrypted, the repository cannot be written, or name or id of the
    /// backup are taken.</exception>
    public BackupResult Run()
    {
        var source = _export.State.Backups is [var only]
            ? only
            : throw new ArgumentException("not a repository of one backup", nameof(_export));
        CheckImportable(source);
        BackupName.CheckFree(_repository, _options.Name);
        using var reader = Reading(() => ArchiveReader.Open(_export, source));
        var used = Reading(() => UsedChunks.Of(reader, source));
        var catalog = new SegmentCatalog(
            _repository.Store, _repository.DomainOf(source.Domain), _repository.Machine.Scheduler, TablesMemoryMax);
        using var session = WriteSession.Open(_repository, catalog, _options.Host, _options.Program);
        try
        {
            Store(session, reader, source, used);
            var (backup, manifest) = session.Commit(() => Describe(session, source));
            BackupLabel.Write(_repository, backup, manifest);
            var problems = new ProblemLog(_repository.Machine.Scheduler);
            return new BackupResult(backup, manifest, _progress.NewBytes, problems, Notes(backup));
        }
        catch (RepositoryException error) when (error.Error is not RepositoryError.Fenced and not RepositoryError.OutcomeUnknown)
        {
            session.TryAbandon();
            throw;
        }
    }

    private void CheckImportable(BackupAddRecord source)
    {
        if (source.Domain != Domain.Plain && _repository.State.Keys?.KeySetId != _export.State.Keys?.KeySetId)
        {
            throw new RepositoryException(
                RepositoryError.Unsupported,
                $"backup {source.Name} is encrypted with the keys of another archive: it can be imported only into that one",
                "restore from the file itself: geode-archive backup restore --input FILE --data-dir DIR");
        }

        if (_repository.State.FindBackup(source.BackupId) is { } taken)
        {
            throw new RepositoryException(
                RepositoryError.Exists,
                $"{_repository.Store.DisplayName} has this backup already, as {taken.Name}",
                "nothing was imported");
        }
    }

    private void Store(WriteSession session, ArchiveReader reader, BackupAddRecord source, UsedChunks used)
    {
        var segments = source.Segments.Select(number => _export.State.FindSegment(number)!).ToList();
        _progress.AddTotals(source.FileCount + source.DirectoryCount + source.OtherCount, segments.Sum(segment => segment.Size));
        using var data = session.CreatePacker(SegmentKind.Data, _options.Compression);
        using var metadata = session.CreatePacker(SegmentKind.Metadata, _options.Compression);
        foreach (var segment in segments)
        {
            var table = Reading(() => reader.TableOf(segment));
            var packer = segment.SegmentKind == SegmentKind.Data ? data : metadata;
            foreach (var chunk in used.In(table))
            {
                var id = table.Chunks[chunk].Id;

                // Read whether it is needed or not: what an export holds of a backup is checked when it is taken in.
                using var lease = Read(reader, id);
                if (session.Claim(id) == ChunkClaim.New)
                {
                    packer.Add(id, lease.Bytes);
                    _progress.AddNewBytes(lease.Bytes.Length);
                }
            }

            _progress.AddBytes(segment.Size);
        }

        data.Flush();
        metadata.Flush();
    }

    private T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (RepositoryException damage) when (damage.IsDamage)
        {
            throw Locate(damage);
        }
    }

    private ChunkLease Read(ArchiveReader reader, ChunkId id)
    {
        try
        {
            return reader.Chunks.Read(id);
        }
        catch (RepositoryException damage) when (damage.IsDamage)
        {
            throw Locate(damage);
        }
    }

    /// <summary>Damage of the export, not of the repository: both have files of the same names.</summary>
    private RepositoryException Locate(RepositoryException damage) => _export.Store is ExportStore store ? store.Locate(damage) : damage;

    private BackupAddRecord Describe(WriteSession session, BackupAddRecord source)
    {
        CheckImportable(source);
        return source with { Name = _options.Name, SessionId = session.Id, StoredSize = 0, Segments = SegmentRuns.Empty };
    }

    private List<string> Notes(BackupAddRecord backup) =>
        backup.BackupType != BackupType.Full && _repository.State.FindBackup(backup.ParentId) is null
            ? [$"its parent is not in {_repository.Store.DisplayName}; the backup does not need it"]
            : [];
}

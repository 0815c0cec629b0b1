using GeodeArchive.Backup.Collecting;
using GeodeArchive.Backup.Repairing;
using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Backup;

/// <summary>
/// Makes again what can be made of the rest: backup files, indexes, and of damaged segments those blocks that are intact. Says what is lost
/// and which backups need it.
/// </summary>
public sealed class RepairPipeline
{
    private readonly ArchiveRepository _repository;
    private readonly CollectOptions _options;
    private readonly List<string> _done = [];
    private readonly List<string> _lost = [];
    private readonly List<(SegmentAddRecord Segment, RepositoryException Damage)> _damaged = [];

    /// <summary>Prepares a repair.</summary>
    public RepairPipeline(ArchiveRepository repository, CollectOptions options)
    {
        _repository = repository;
        _options = options;
    }

    /// <summary>Repairs what can be repaired.</summary>
    /// <returns>What was done, or would be, and what is lost for good, in words.</returns>
    /// <exception cref="RepositoryException">The store failed.</exception>
    public (IReadOnlyList<string> Done, IReadOnlyList<string> Lost) Run()
    {
        MakeBackupFiles();
        Repair(_repository.PlainDomain);
        if (_repository.State.Segments.Any(segment => segment.Domain == Domain.Encrypted))
        {
            Repair(_repository.DomainOf(Domain.Encrypted));
        }

        return (_done, _lost);
    }

    private void Repair(ArchiveDomain domain)
    {
        _damaged.Clear();
        MakeIndexes(domain);
        var salvage = new SegmentSalvage(_repository, domain, _options);
        foreach (var (segment, damage) in _damaged)
        {
            Salvage(salvage, segment, damage);
        }
    }

    private void MakeBackupFiles()
    {
        foreach (var backup in _repository.State.Backups.ToList())
        {
            try
            {
                if (BackupLabel.Read(_repository, backup.Name) is null)
                {
                    _done.Add($"{backup.Name}: backup file made again");
                    if (!_options.IsDryRun)
                    {
                        BackupLabel.Write(_repository, backup, ManifestOf(backup.BackupId));
                    }
                }
            }
            catch (RepositoryException damage) when (damage.IsDamage)
            {
                _lost.Add($"{damage.Message}: the backup itself does not need the file; move it away and repair again");
            }
        }
    }

    /// <summary>The newest manifest that says that a backup exists: at the latest a snapshot does.</summary>
    private ManifestNumber ManifestOf(BackupId id)
    {
        for (var value = _repository.State.Number.Value; value > 0; value--)
        {
            var number = new ManifestNumber(value);
            if (_repository.Log.ReadManifest(number) is { } manifest
                && manifest.Records.Any(record => record is BackupAddRecord backup && backup.BackupId == id))
            {
                return number;
            }
        }

        return _repository.State.Number;
    }

    private void MakeIndexes(ArchiveDomain domain)
    {
        var damaged = new List<IndexId>();
        var covered = new HashSet<SegmentId>();
        foreach (var index in _repository.State.Indexes.Where(index => index.Domain == domain.Domain))
        {
            try
            {
                using var reader = IndexReader.Open(_repository.Store, domain, index.IndexId, index.Size, index.RootHash);
                reader.Verify();
                covered.UnionWith(reader.Footer.Segments);
            }
            catch (RepositoryException damage) when (damage.IsDamage)
            {
                damaged.Add(index.IndexId);
                _done.Add($"{RepositoryNames.Index(index.IndexId)}: damaged, made again from the segments");
            }
        }

        using var builder = new IndexBuilder(_repository.Store, domain);
        var segments = _repository.State.Segments
            .Where(segment => segment.Domain == domain.Domain)
            .OrderBy(segment => segment.SegmentId.Value);
        foreach (var segment in segments)
        {
            AddSegment(domain, builder, segment, isCovered: covered.Contains(segment.SegmentId));
        }

        if (!_options.IsDryRun && (damaged.Count > 0 || !builder.IsEmpty))
        {
            using var lease = SessionLease.Open(_repository, _options.Host, _options.Program);
            IndexRepair.Commit(_repository, domain, lease, builder, damaged);
        }
    }

    private void AddSegment(ArchiveDomain domain, IndexBuilder builder, SegmentAddRecord segment, bool isCovered)
    {
        try
        {
            var table = SegmentFile.ReadTable(_repository.Store, domain, SegmentReference.From(segment));
            if (!isCovered)
            {
                builder.Add(table);
            }
        }
        catch (RepositoryException damage) when (damage.IsDamage)
        {
            _damaged.Add((segment, damage));
        }
    }

    private void Salvage(SegmentSalvage salvage, SegmentAddRecord segment, RepositoryException damage)
    {
        var users = _repository.State.Backups
            .Where(backup => backup.Segments.Contains(segment.Number))
            .Select(backup => backup.Name)
            .ToList();
        if (users.Count == 0)
        {
            _lost.Add($"{damage.Message}; no backup needs it");
            return;
        }

        var count = salvage.Run(segment);
        var neededBy = "needed by " + string.Join(", ", users);
        if (count == 0)
        {
            _lost.Add($"{damage.Message}; {neededBy}");
            return;
        }

        _done.Add($"{damage.Message}; {count} of its {segment.ChunkCount} chunks are intact and stored again in another segment");
        if (count < segment.ChunkCount)
        {
            _lost.Add($"{RepositoryNames.Segment(segment.SegmentId)}: {segment.ChunkCount - count} chunks in damaged blocks; {neededBy}");
        }
    }
}

using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Backup.Verifying;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Reading;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Backup;

/// <summary>
/// Checks everything that one backup needs, and writes nothing: its file, the manifests (when the repository was opened), the
/// indexes, its segments, its tree.
/// </summary>
public sealed class VerifyPipeline
{
    private const long TablesMemoryMax = 48 << 20;
    private const long BlocksMemoryMax = 32 << 20;

    private readonly ArchiveRepository _repository;
    private readonly VerifiedStore _store;
    private readonly Machine _machine;
    private readonly VerifyOptions _options;
    private readonly RunProgress _progress;

    /// <summary>Prepares a verification.</summary>
    public VerifyPipeline(ArchiveRepository repository, VerifyOptions options, RunProgress progress)
    {
        _repository = repository;
        _store = new VerifiedStore(repository.Store);
        _machine = repository.Machine;
        _options = options;
        _progress = progress;
    }

    /// <summary>Checks the backup to the end, whatever is damaged.</summary>
    /// <exception cref="RepositoryException">There is no such backup, or the store as a whole cannot be read: a single file that cannot is
    /// damage.</exception>
    public VerifyResult Run()
    {
        while (true)
        {
            var backup = BackupLookup.Find(_repository, _options.Name);
            var indexes = _repository.State.Indexes.Select(index => index.IndexId).ToHashSet();
            var result = Verify(backup);
            if (result.IsIntact || !HasMoved(backup, indexes))
            {
                return result;
            }
        }
    }

    /// <summary>
    /// Whether what was looked for may have been missing because a collection moved it meanwhile: then all is looked at again.
    /// </summary>
    /// <exception cref="RepositoryException">The backup was deleted meanwhile.</exception>
    private bool HasMoved(BackupAddRecord backup, HashSet<IndexId> indexes)
    {
        _repository.Log.Refresh();
        var newest = _repository.State.FindBackup(backup.BackupId) ?? throw RepositoryException.DeletedMeanwhile(backup.Name);
        return !newest.Segments.Equals(backup.Segments) || !indexes.SetEquals(_repository.State.Indexes.Select(index => index.IndexId));
    }

    private VerifyResult Verify(BackupAddRecord backup)
    {
        var domain = _repository.DomainOf(backup.Domain);
        var damages = new DamageLog(_machine.Scheduler);
        var notes = new List<Problem>();
        AddTotals(backup);
        damages.Guard(() => VerifyLabel(backup, notes));
        if (_options.ChecksSums)
        {
            new SegmentsVerifier(_store, _machine.Scheduler, damages, _progress, _options.WorkerCount).Run(
                domain, backup.Segments.Select(number => SegmentReference.From(_repository.State.FindSegment(number)!)));
        }

        VerifyIndexesAndTree(backup, domain, damages, notes);
        return new VerifyResult(
            backup, backup.Segments.Count, _progress.Bytes, _progress.Entries, damages.ToList(), damages.HasMore, notes);
    }

    private void AddTotals(BackupAddRecord backup)
    {
        var entries = _options.ChecksConsistency ? backup.FileCount + backup.DirectoryCount + backup.OtherCount : 0;
        var bytes = _options.ChecksSums ? backup.Segments.Sum(number => (long)_repository.State.FindSegment(number)!.Size) : 0;
        _progress.AddTotals(entries, bytes);
    }

    private void VerifyLabel(BackupAddRecord backup, List<Problem> notes)
    {
        var label = BackupLabel.Read(_store, _repository.Id, backup.Name);
        if (label is null)
        {
            notes.Add(new Problem(backup.Name, "the backup file is missing from the archive root; the backup itself does not need it"));
        }
        else if (label.Section.BackupId != backup.BackupId)
        {
            throw RepositoryException.Damage(
                backup.Name,
                FormatError.BadIdentity,
                "backup file",
                BackupFile.TextSize,
                $"it is the file of backup {label.Section.BackupId}");
        }
    }

    private void VerifyIndexesAndTree(BackupAddRecord backup, ArchiveDomain domain, DamageLog damages, List<Problem> notes)
    {
        var catalog = new SegmentCatalog(_store, domain, _machine.Scheduler, TablesMemoryMax);
        var index = ChunkIndex.OpenFor(_repository, _store, catalog, backup);
        foreach (var damage in index.IndexDamages)
        {
            damages.Guard(() => throw damage);
        }

        foreach (var reader in index.Readers)
        {
            VerifyIndex(reader, damages);
        }

        if (_options.ChecksConsistency && index.IndexDamages.Count > 0)
        {
            notes.Add(new Problem(backup.Name, "its tree was not checked, because an index is damaged"));
        }
        else if (_options.ChecksConsistency)
        {
            using var chunks = new ChunkReader(_store, _machine.Scheduler, index, BlocksMemoryMax);
            var listed = new ListedChunks(_repository.State, backup.Segments, index);
            new TreeVerifier(backup, listed, new TreeReader(chunks, index), damages, _progress).Run();
        }
    }

    private void VerifyIndex(IndexReader reader, DamageLog damages)
    {
        if (_options.ChecksSums)
        {
            damages.Guard(reader.Verify);
        }
    }
}

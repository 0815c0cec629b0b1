using GeodeArchive.Backup.Checking;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Verifying;
using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Collecting;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Backup;

/// <summary>
/// Checks every file of a repository, and writes nothing: all manifests and that each follows from the one before, segments, indexes, and
/// of every backup its file and its tree.
/// </summary>
public sealed class CheckPipeline
{
    private readonly ArchiveRepository _repository;
    private readonly VerifiedStore _store;
    private readonly CheckOptions _options;
    private readonly RunProgress _progress;
    private readonly List<string> _notes = [];
    private readonly DamageLog _damages;

    /// <summary>Prepares a check.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="options">What is read, and by how many.</param>
    /// <param name="progress">Is told how far it is.</param>
    public CheckPipeline(ArchiveRepository repository, CheckOptions options, RunProgress progress)
    {
        _repository = repository;
        _store = new VerifiedStore(repository.Store);
        _options = options;
        _progress = progress;
        _damages = new DamageLog(repository.Machine.Scheduler);
    }

    /// <summary>Checks everything, whatever is damaged.</summary>
    /// <exception cref="RepositoryException">The store as a whole cannot be read.</exception>
    public CheckResult Run()
    {
        var state = _repository.State.Copy();
        CheckManifests(state.Number);
        var trees = new List<RepositoryException>();
        foreach (var domain in Domains(state))
        {
            CheckSegments(domain, state.Segments.Where(segment => segment.Domain == domain.Domain).Select(SegmentReference.From));

            foreach (var index in state.Indexes.Where(index => index.Domain == domain.Domain))
            {
                _damages.Guard(() => VerifyIndex(domain, index));
            }

            trees.AddRange(state.Backups.Where(backup => backup.Domain == domain.Domain).SelectMany(CheckBackup));
        }

        NameOrphans();
        var damages = _damages.ToList().Concat(trees)
            .Where(IsStillThere)
            .DistinctBy(damage => damage.Message, StringComparer.Ordinal)
            .ToList();
        return new CheckResult(
            (long)state.Number.Value,
            state.Segments.Count,
            state.Indexes.Count,
            state.Backups.Count,
            _progress.Bytes,
            damages,
            _damages.HasMore,
            _notes);
    }

    /// <summary>The domains that can be looked into.</summary>
    private List<ArchiveDomain> Domains(RepositoryState state)
    {
        var domains = new List<ArchiveDomain> { _repository.PlainDomain };
        if (_repository.Keys is not null && _repository.DomainOf(Domain.Encrypted) is { CanRead: true } encrypted)
        {
            domains.Add(encrypted);
        }
        else if (state.Segments.Any(segment => segment.Domain == Domain.Encrypted))
        {
            _notes.Add("what is encrypted was not looked into, because no key that can read it was given");
        }

        return domains;
    }

    private void VerifyIndex(ArchiveDomain domain, IndexAddRecord index)
    {
        using var reader = IndexReader.Open(_store, domain, index.IndexId, index.Size, index.RootHash);
        reader.Verify();
    }

    private void CheckManifests(ManifestNumber newest)
    {
        var previous = default(Hash256);
        for (ulong value = 1; value <= newest.Value; value++)
        {
            var number = new ManifestNumber(value);
            var isKnown = value == 1 || previous != default;
            var root = default(Hash256);
            _damages.Guard(() =>
            {
                var key = RepositoryNames.Manifest(number).Text;
                var manifest = _repository.Log.ReadManifest(number)
                    ?? throw RepositoryException.Damage(
                        key, FormatError.BadReference, "manifest", 0, "it is missing, but a later one exists");
                root = manifest.Trailer.RootHash;
                if (isKnown && manifest.Section.PreviousRootHash != previous)
                {
                    throw RepositoryException.Damage(
                        key, FormatError.BadChecksum, "file header", 0, "it does not follow from the manifest before it");
                }
            });
            previous = root;
        }
    }

    private void CheckSegments(ArchiveDomain domain, IEnumerable<SegmentReference> segments)
    {
        if (_options.ReadsData)
        {
            new SegmentsVerifier(_store, _repository.Machine.Scheduler, _damages, _progress, _options.WorkerCount).Run(domain, segments);
            return;
        }

        foreach (var segment in segments)
        {
            _damages.Guard(() => SegmentFile.ReadTable(_store, domain, segment));
        }
    }

    private IEnumerable<RepositoryException> CheckBackup(BackupAddRecord backup)
    {
        try
        {
            var options = new VerifyOptions { Name = backup.Name, ChecksSums = false, ChecksConsistency = true };
            var result = new VerifyPipeline(_repository, options, new RunProgress()).Run();
            _notes.AddRange(result.Notes.Select(note => $"{note.Path}: {note.Reason}"));
            return result.Damages;
        }
        catch (RepositoryException error) when (error.Error == RepositoryError.NotFound)
        {
            _notes.Add($"{backup.Name} was deleted while the repository was checked");
            return [];
        }
    }

    private void NameOrphans()
    {
        foreach (var orphan in OrphanList.Find(_repository))
        {
            _notes.Add(_repository.State.IsOpen(orphan.Session)
                ? $"{orphan.Key} belongs to session {orphan.Session}, which is open"
                : $"{orphan.Key} is named by no manifest: geode-archive repository collect removes it");
        }
    }

    /// <summary>False for a file that a collection removed while the repository was checked.</summary>
    private bool IsStillThere(RepositoryException damage)
    {
        if (damage.DamagedKey is not { } text || !ObjectKey.IsValid(text))
        {
            return true;
        }

        var key = ObjectKey.From(text);
        var isGone = (RepositoryNames.TryParseSegment(key, out var segment) && _repository.State.FindSegment(segment) is null)
            || (RepositoryNames.TryParseIndex(key, out var index) && _repository.State.FindIndex(index) is null);
        return !isGone;
    }
}

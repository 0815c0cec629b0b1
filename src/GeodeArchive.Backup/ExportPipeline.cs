using GeodeArchive.Backup.Exporting;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Viewing;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Time;
using GeodeArchive.Objects;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Exporting;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Backup;

/// <summary>
/// Writes all that one backup needs into one file, in one go: the repository file and its keys, segments, indexes, one manifest, the backup
/// file, and what leads to them. A segment most of which is the backup's is copied as it is; of others, what the backup needs is packed
/// again. An encrypted backup stays encrypted, and needs the same key as before. While it runs, a session is open: until that ends, no
/// collection deletes what the backup needs, even if the backup is moved or deleted. An archive that cannot be written is read without.
/// </summary>
public sealed class ExportPipeline
{
    // The first number of a manifest that holds a whole state: a reader begins there.
    private static readonly ManifestNumber SnapshotNumber = new(ManifestLog.SnapshotInterval);

    private const int CopiedPercentMin = 60;
    private const int PackedChunkCountMax = 512 << 10;

    private readonly ArchiveRepository _repository;
    private readonly Machine _machine;
    private readonly ExportOptions _options;
    private readonly RunProgress _progress;
    private readonly SessionId _session;
    private readonly List<SegmentAddRecord> _records = [];
    private BackupAddRecord _backup;

    /// <summary>Prepares an export of a backup of <paramref name="repository"/>.</summary>
    /// <exception cref="RepositoryException">There is no such backup.</exception>
    public ExportPipeline(ArchiveRepository repository, ExportOptions options, RunProgress progress)
    {
        _repository = repository;
        _machine = repository.Machine;
        _options = options;
        _backup = BackupLookup.Find(repository, options.Name);
        _progress = progress;
        _session = new SessionId(Identities.NewId(_machine.Entropy));
    }

    /// <summary>Writes the export. Whether it is durable when this returns is for whoever made <paramref name="output"/>.</summary>
    /// <exception cref="RepositoryException">Something that it needs is damaged.</exception>
    public ExportResult Run(Stream output)
    {
        using var lease = TryOpenSession();
        try
        {
            // As it is now that nothing of it can be deleted any more.
            _backup = _repository.State.FindBackup(_backup.BackupId) ?? throw RepositoryException.DeletedMeanwhile(_backup.Name);
            return Write(output);
        }
        finally
        {
            lease?.TryAbandon();
        }
    }

    private ExportResult Write(Stream output)
    {
        var backup = _backup;
        using var reader = ArchiveReader.Open(_repository, backup);
        var needed = backup.Segments.Select(number => _repository.State.FindSegment(number)!).ToList();
        _progress.AddTotals(0, needed.Sum(segment => segment.Size));
        var used = UsedChunks.Of(reader, backup);
        using var export = new ExportWriter(output, FileHeader.ForExport(_repository.Id, NewFileId(), WallTime.Now(_machine.Clock)));
        export.Copy(_repository.Store, RepositoryNames.Repository);
        if (backup.Domain == Domain.Encrypted)
        {
            CopyKeys(export);
        }

        var segments = new ExportedSegments(_machine, export, _repository.DomainOf(backup.Domain), _session);
        var rest = CopySegments(segments, reader, needed, used);
        var copiedCount = _records.Count;
        PackRest(segments, reader, rest, used);
        WriteState(export, backup, FinishIndexes(segments, backup.Domain));
        export.Finish();
        return new ExportResult(backup, export.Size, copiedCount, segments.Packed.Count);
    }

    /// <summary>Opens a session for as long as the export takes; null where the archive cannot be written, or not with this key.</summary>
    private SessionLease? TryOpenSession()
    {
        try
        {
            return SessionLease.Open(_repository, _options.Host, _options.Program);
        }
        catch (RepositoryException error) when (error.Error == RepositoryError.Key
            || error.InnerException is ObjectException { Error: ObjectError.Denied or ObjectError.NoSpace })
        {
            return null;
        }
    }

    private FileId NewFileId() => new(Identities.NewId(_machine.Entropy));

    private void CopyKeys(ExportWriter export)
    {
        try
        {
            foreach (var entry in _repository.Store.List(RepositoryNames.KeyPrefix, recursive: false).OrderBy(entry => entry.Key))
            {
                export.Copy(_repository.Store, entry.Key);
            }
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    /// <summary>Copies the segments most of which is the backup's.</summary>
    /// <returns>Those of which some, but not most, is.</returns>
    private List<SegmentAddRecord> CopySegments(
        ExportedSegments segments, ArchiveReader reader, List<SegmentAddRecord> needed, UsedChunks used)
    {
        var rest = new List<SegmentAddRecord>();
        foreach (var segment in needed)
        {
            var table = reader.TableOf(segment);
            var chunks = used.In(table).ToList();
            if (!IsMostlyUsed(table, chunks))
            {
                if (chunks.Count > 0)
                {
                    rest.Add(segment);
                }

                continue;
            }

            segments.Copy(_repository.Store, table);
            _records.Add(segment);
            _progress.AddBytes(segment.Size);
        }

        return rest;
    }

    private static bool IsMostlyUsed(SegmentTable table, List<int> used)
    {
        var all = table.Chunks.Sum(chunk => (long)chunk.Length);
        return used.Sum(chunk => (long)table.Chunks[chunk].Length) * 100 >= all * CopiedPercentMin;
    }

    private void PackRest(ExportedSegments segments, ArchiveReader reader, List<SegmentAddRecord> rest, UsedChunks used)
    {
        foreach (var kind in new[] { SegmentKind.Data, SegmentKind.Metadata })
        {
            var tables = new Queue<SegmentAddRecord>(rest.Where(segment => segment.SegmentKind == kind));
            while (tables.Count > 0)
            {
                segments.Pack(kind, packer =>
                {
                    for (var count = 0; count < PackedChunkCountMax && tables.TryDequeue(out var segment);)
                    {
                        count += Pack(reader, packer, reader.TableOf(segment), used);
                        _progress.AddBytes(segment.Size);
                    }
                });
            }
        }

        foreach (var packed in segments.Packed)
        {
            _records.Add(new SegmentAddRecord
            {
                Number = SegmentNumber.First,
                SegmentId = packed.Id,
                SessionId = _session,
                SegmentKind = packed.Kind,
                Domain = _backup.Domain,
                KeyGeneration = packed.KeyGeneration,
                Size = packed.Size,
                PlainSize = packed.PlainSize,
                ChunkCount = packed.ChunkCount,
                RootHash = packed.RootHash,
                Verified = WallTime.Now(_machine.Clock),
            });
        }
    }

    private static int Pack(ArchiveReader reader, ChunkPacker packer, SegmentTable table, UsedChunks used)
    {
        var count = 0;
        foreach (var chunk in used.In(table))
        {
            var id = table.Chunks[chunk].Id;
            using var lease = reader.Chunks.Read(id);
            packer.Add(id, lease.Bytes);
            count++;
        }

        return count;
    }

    private List<IndexAddRecord> FinishIndexes(ExportedSegments segments, Domain domain)
    {
        segments.Finish();
        return [.. segments.Indexes.Select(index => new IndexAddRecord
        {
            IndexId = index.Id,
            SessionId = _session,
            Domain = domain,
            Size = index.Size,
            EntryCount = index.EntryCount,
            RootHash = index.RootHash,
        })];
    }

    /// <summary>Writes the manifest that makes one repository of all this, with one backup, and the backup's file.</summary>
    private void WriteState(ExportWriter export, BackupAddRecord backup, List<IndexAddRecord> indexes)
    {
        var number = SegmentNumber.First;
        var segments = new List<SegmentAddRecord>(_records.Count);
        foreach (var record in _records)
        {
            segments.Add(record with { Number = number });
            number = number.Next;
        }

        var exported = backup with { Segments = SegmentRuns.From(segments.Select(segment => segment.Number)) };
        var isEncrypted = backup.Domain == Domain.Encrypted;
        ManifestRecord[] keys = isEncrypted ? [_repository.State.Keys!] : [];
        var state = new RepositoryState();
        state.Apply(
            SnapshotNumber,
            default,
            ManifestKind.Snapshot,
            [new StateRecord(number), .. segments, .. indexes.OrderBy(index => index.IndexId.Value), exported, .. keys]);

        // The manifests before it are not in the export: it goes on from those of the archive.
        var section = new ManifestSection(SnapshotNumber, _repository.State.RootHash);
        var header = FileHeader.ForManifest(_repository.Id, NewFileId(), _session, WallTime.Now(_machine.Clock), section);
        export.PutIfAbsent(
            RepositoryNames.Manifest(SnapshotNumber),
            ManifestFile.Encode(header, state.ToRecords(), isEncrypted ? _repository.Keys : null));
        export.PutIfAbsent(
            RepositoryNames.Backup(backup.Name), BackupLabel.Encode(_repository.Id, _machine.Clock, exported, SnapshotNumber));
    }
}

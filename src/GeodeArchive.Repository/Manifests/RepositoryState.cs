using GeodeArchive.Format;

namespace GeodeArchive.Repository.Manifests;

/// <summary>
/// What a repository is after some manifest: the fold of all its records. Not safe for several workers while records are applied.
/// </summary>
public sealed class RepositoryState
{
    private readonly SortedDictionary<uint, SegmentAddRecord> _segments = [];
    private readonly Dictionary<SegmentId, SegmentNumber> _segmentNumbers = [];
    private readonly Dictionary<IndexId, IndexAddRecord> _indexes = [];
    private readonly Dictionary<SessionId, SessionOpenRecord> _sessions = [];
    private readonly List<BackupAddRecord> _backups = [];
    private readonly Dictionary<string, BackupAddRecord> _backupsByName = new(StringComparer.Ordinal);

    /// <summary>The newest manifest applied; 0 before the first.</summary>
    public ManifestNumber Number { get; private set; }

    /// <summary>That manifest's root hash.</summary>
    public Hash256 RootHash { get; private set; }

    /// <summary>The number that the next segment gets.</summary>
    public SegmentNumber NextSegmentNumber { get; private set; } = SegmentNumber.First;

    /// <summary>The keys of the encrypted domain, or null where there is none.</summary>
    public KeysRecord? Keys { get; private set; }

    /// <summary>All segments, by number.</summary>
    public IReadOnlyCollection<SegmentAddRecord> Segments => _segments.Values;

    /// <summary>All indexes.</summary>
    public IReadOnlyCollection<IndexAddRecord> Indexes => _indexes.Values;

    /// <summary>Sessions that were neither closed nor fenced.</summary>
    public IReadOnlyCollection<SessionOpenRecord> OpenSessions => _sessions.Values;

    /// <summary>All backups, in the order they were made.</summary>
    public IReadOnlyList<BackupAddRecord> Backups => _backups;

    /// <summary>The segment of that number, or null.</summary>
    public SegmentAddRecord? FindSegment(SegmentNumber number) => _segments.GetValueOrDefault(number.Value);

    /// <summary>The segment of that id, or null.</summary>
    public SegmentAddRecord? FindSegment(SegmentId id) =>
        _segmentNumbers.TryGetValue(id, out var number) ? _segments[number.Value] : null;

    /// <summary>The backup of that name, or null.</summary>
    public BackupAddRecord? FindBackup(string name) => _backupsByName.GetValueOrDefault(name);

    /// <summary>The backup of that id, or null.</summary>
    public BackupAddRecord? FindBackup(BackupId id) => _backups.Find(backup => backup.BackupId == id);

    /// <summary>True while the session may commit.</summary>
    public bool IsOpen(SessionId session) => _sessions.ContainsKey(session);

    /// <summary>The whole state as records, in the order that a snapshot has.</summary>
    public IReadOnlyList<ManifestRecord> ToRecords() =>
    [
        new StateRecord(NextSegmentNumber),
        .. _sessions.Values.OrderBy(session => session.SessionId.Value),
        .. _segments.Values,
        .. _indexes.Values.OrderBy(index => index.IndexId.Value),
        .. _backups,
        .. (Keys is null ? Array.Empty<ManifestRecord>() : [Keys]),
    ];

    /// <summary>Goes on to the next manifest.</summary>
    /// <exception cref="ArchiveFormatException">A record contradicts the state.</exception>
    public void Apply(ManifestNumber number, Hash256 rootHash, ManifestKind kind, IReadOnlyList<ManifestRecord> records)
    {
        var keysBefore = Keys;
        if (kind == ManifestKind.Snapshot)
        {
            Clear();
        }

        for (var i = 0; i < records.Count; i++)
        {
            Require(
                records[i] is StateRecord == (kind == ManifestKind.Snapshot && i == 0),
                "a state record is first in a snapshot and nowhere else");
            Apply(records[i], kind);
        }

        // A snapshot that drops the keys would end the authentication of all that follow it.
        Require(
            keysBefore is null || (Keys is { } keys && keys.KeySetId == keysBefore.KeySetId && keys.Generation >= keysBefore.Generation),
            "the snapshot has not the keys of the manifests before it");
        Number = number;
        RootHash = rootHash;
    }

    private static void Require(bool condition, string detail, FormatError error = FormatError.BadReference)
    {
        if (!condition)
        {
            throw new ArchiveFormatException(error, "manifest record", FileHeader.Size, detail);
        }
    }

    private void Apply(ManifestRecord record, ManifestKind kind)
    {
        switch (record)
        {
            case StateRecord state:
                NextSegmentNumber = state.NextSegmentNumber;
                break;
            case SessionOpenRecord open:
                Require(_sessions.TryAdd(open.SessionId, open), $"session {open.SessionId} is open already");
                break;
            case SessionCloseRecord close:
                Require(_sessions.Remove(close.SessionId), $"session {close.SessionId} is not open");
                break;
            case SessionFenceRecord fence:
                Require(_sessions.Remove(fence.SessionId), $"session {fence.SessionId} is not open");
                break;
            case SegmentAddRecord segment:
                Add(segment, kind);
                break;
            case IndexAddRecord index:
                Require(_indexes.TryAdd(index.IndexId, index), $"index {index.IndexId} exists already");
                break;
            case IndexRemoveRecord index:
                Require(_indexes.Remove(index.IndexId), $"index {index.IndexId} does not exist");
                break;
            case BackupAddRecord backup:
                Add(backup);
                break;
            case KeysRecord keys:
                Require(
                    Keys is null || (Keys.KeySetId == keys.KeySetId && Keys.Generation < keys.Generation),
                    "the keys are of another set, or of no new generation");
                Keys = keys;
                break;
            default:
                throw new InvalidOperationException($"no rule for {record.GetType().Name}");
        }
    }

    private void Add(SegmentAddRecord segment, ManifestKind kind)
    {
        // A snapshot's state record has set the next number already; its segments keep the numbers they were given once.
        var number = segment.Number;
        var fits = kind == ManifestKind.Snapshot ? number < NextSegmentNumber : number == NextSegmentNumber;
        Require(fits && _segments.TryAdd(number.Value, segment), $"segment number {number} is not the next", FormatError.BadOrder);
        Require(_segmentNumbers.TryAdd(segment.SegmentId, segment.Number), $"segment {segment.SegmentId} exists already");
        NextSegmentNumber = number < NextSegmentNumber ? NextSegmentNumber : number.Next;
    }

    private void Add(BackupAddRecord backup)
    {
        Require(_backupsByName.TryAdd(backup.Name, backup), $"a backup named {backup.Name} exists already");
        foreach (var number in backup.Segments)
        {
            Require(_segments.ContainsKey(number.Value), $"backup {backup.Name} needs segment {number.Value}, which does not exist");
        }

        _backups.Add(backup);
    }

    private void Clear()
    {
        _segments.Clear();
        _segmentNumbers.Clear();
        _indexes.Clear();
        _sessions.Clear();
        _backups.Clear();
        _backupsByName.Clear();
        NextSegmentNumber = SegmentNumber.First;
        Keys = null;
    }
}

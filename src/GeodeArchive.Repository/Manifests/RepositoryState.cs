using GeodeArchive.Format;

namespace GeodeArchive.Repository.Manifests;

/// <summary>
/// What a repository is after some manifest: the fold of all its records. Not safe for several workers while records are applied.
/// </summary>
public sealed class RepositoryState
{
    private readonly SortedDictionary<uint, SegmentAddRecord> _segments = [];
    private readonly Dictionary<SegmentId, SegmentNumber> _segmentNumbers = [];
    private readonly SortedDictionary<uint, SegmentRetireRecord> _retired = [];
    private readonly Dictionary<IndexId, IndexAddRecord> _indexes = [];
    private readonly Dictionary<SessionId, SessionOpenRecord> _sessions = [];
    private readonly List<BackupAddRecord> _backups = [];
    private readonly Dictionary<string, BackupAddRecord> _backupsByName = new(StringComparer.Ordinal);
    private readonly Dictionary<BackupId, BackupHoldRecord> _holds = [];

    /// <summary>The newest manifest applied; 0 before the first.</summary>
    public ManifestNumber Number { get; private set; }

    /// <summary>That manifest's root hash.</summary>
    public Hash256 RootHash { get; private set; }

    /// <summary>The number that the next segment gets.</summary>
    public SegmentNumber NextSegmentNumber { get; private set; } = SegmentNumber.First;

    /// <summary>The keys of the encrypted domain, or null where there is none.</summary>
    public KeysRecord? Keys { get; private set; }

    /// <summary>All segments, retired ones among them, by number.</summary>
    public IReadOnlyCollection<SegmentAddRecord> Segments => _segments.Values;

    /// <summary>The segments that no backup needs and that wait for being deleted, by number.</summary>
    public IReadOnlyCollection<SegmentRetireRecord> Retired => _retired.Values;

    /// <summary>All indexes.</summary>
    public IReadOnlyCollection<IndexAddRecord> Indexes => _indexes.Values;

    /// <summary>Sessions that were neither closed nor fenced.</summary>
    public IReadOnlyCollection<SessionOpenRecord> OpenSessions => _sessions.Values;

    /// <summary>All backups, in the order they were made.</summary>
    public IReadOnlyList<BackupAddRecord> Backups => _backups;

    /// <summary>The segment of that number, or null.</summary>
    public SegmentAddRecord? FindSegment(SegmentNumber number) => _segments.GetValueOrDefault(number.Value);

    /// <summary>The number of the segment of that id, or null: for hot paths, as it takes one step.</summary>
    internal SegmentNumber? FindNumber(SegmentId id) => _segmentNumbers.TryGetValue(id, out var number) ? number : null;

    /// <summary>The segment of that id, or null.</summary>
    public SegmentAddRecord? FindSegment(SegmentId id) =>
        _segmentNumbers.TryGetValue(id, out var number) ? _segments[number.Value] : null;

    /// <summary>Whether the segment of that number exists and is retired.</summary>
    public bool IsRetired(SegmentNumber number) => _retired.ContainsKey(number.Value);

    /// <summary>The index of that id, or null.</summary>
    public IndexAddRecord? FindIndex(IndexId id) => _indexes.GetValueOrDefault(id);

    /// <summary>The backup of that name, or null.</summary>
    public BackupAddRecord? FindBackup(string name) => _backupsByName.GetValueOrDefault(name);

    /// <summary>The backup of that id, or null.</summary>
    public BackupAddRecord? FindBackup(BackupId id) => _backups.Find(backup => backup.BackupId == id);

    /// <summary>Why, since when and by whom a backup is held; null if it is not.</summary>
    public BackupHoldRecord? FindHold(BackupId id) => _holds.GetValueOrDefault(id);

    /// <summary>True while the session may commit.</summary>
    public bool IsOpen(SessionId session) => _sessions.ContainsKey(session);

    /// <summary>
    /// Whether a segment retired by that manifest may be deleted: every open session has known from its start that it is retired.
    /// </summary>
    public bool IsForgotten(ManifestNumber retired) => _sessions.Values.All(session => session.Base >= retired);

    /// <summary>All segments that some backup needs.</summary>
    public SegmentRuns NeededSegments() =>
        _backups.Aggregate(SegmentRuns.Empty, (needed, backup) => needed.Union(backup.Segments));

    /// <summary>A state of its own that is equal to this one.</summary>
    public RepositoryState Copy()
    {
        var copy = new RepositoryState();
        copy.Apply(Number, RootHash, ManifestKind.Snapshot, ToRecords());
        return copy;
    }

    /// <summary>The whole state as records, in the order that a snapshot has.</summary>
    public IReadOnlyList<ManifestRecord> ToRecords() =>
    [
        new StateRecord(NextSegmentNumber),
        .. _sessions.Values.OrderBy(session => session.SessionId.Value),
        .. _segments.Values,
        .. _indexes.Values.OrderBy(index => index.IndexId.Value),
        .. _backups,
        .. _holds.Values.OrderBy(hold => hold.BackupId.Value),
        .. _retired.Values,
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
            Apply(records[i], kind, number);
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

    private void Apply(ManifestRecord record, ManifestKind kind, ManifestNumber manifest)
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
            case BackupDeleteRecord delete:
                Delete(delete.BackupId);
                break;
            case BackupHoldRecord hold:
                Hold(hold);
                break;
            case BackupSegmentsRecord moved:
                Move(moved);
                break;
            case KeysRecord keys:
                Require(
                    Keys is null || (Keys.KeySetId == keys.KeySetId && Keys.Generation < keys.Generation),
                    "the keys are of another set, or of no new generation");
                Keys = keys;
                break;
            default:
                ApplyToSegment(record, kind, manifest);
                break;
        }
    }

    private void ApplyToSegment(ManifestRecord record, ManifestKind kind, ManifestNumber manifest)
    {
        switch (record)
        {
            case SegmentVerifyRecord verify:
                RequireSegment(verify.Number);
                _segments[verify.Number.Value] = _segments[verify.Number.Value] with { Verified = verify.Verified };
                break;
            case SegmentRetireRecord retire:
                Retire(retire, kind, manifest);
                break;
            case SegmentReviveRecord revive:
                Require(_retired.Remove(revive.Number.Value), $"segment number {revive.Number} is not retired");
                break;
            case SegmentDeleteRecord delete:
                Delete(delete.Number);
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
        RequireSegments(backup.Name, backup.Segments);
        _backups.Add(backup);
    }

    private void Delete(BackupId id)
    {
        var backup = RequireBackup(id);
        Require(!_holds.ContainsKey(id), $"backup {backup.Name} is held");
        _backups.Remove(backup);
        _backupsByName.Remove(backup.Name);
    }

    private void Hold(BackupHoldRecord hold)
    {
        var backup = RequireBackup(hold.BackupId);
        if (hold.Action == HoldAction.Hold)
        {
            _holds[hold.BackupId] = hold;
            return;
        }

        Require(_holds.Remove(hold.BackupId), $"backup {backup.Name} is not held");
    }

    private void Move(BackupSegmentsRecord moved)
    {
        var backup = RequireBackup(moved.BackupId);
        RequireSegments(backup.Name, moved.Segments);
        var after = backup with { Segments = moved.Segments };
        _backups[_backups.FindIndex(other => other.BackupId == moved.BackupId)] = after;
        _backupsByName[backup.Name] = after;
    }

    private void Retire(SegmentRetireRecord retire, ManifestKind kind, ManifestNumber manifest)
    {
        RequireSegment(retire.Number);
        Require(
            kind == ManifestKind.Snapshot ? retire.Manifest <= manifest : retire.Manifest == manifest,
            $"segment number {retire.Number} is retired by manifest {retire.Manifest.Value} in manifest {manifest.Value}");
        var user = _backups.Find(backup => backup.Segments.Contains(retire.Number));
        Require(user is null, $"segment number {retire.Number} is retired, and backup {user?.Name} needs it");
        Require(_retired.TryAdd(retire.Number.Value, retire), $"segment number {retire.Number} is retired already");
    }

    private void Delete(SegmentNumber number)
    {
        Require(_retired.Remove(number.Value, out var retired), $"segment number {number} is not retired");
        Require(IsForgotten(retired!.Manifest), $"segment number {number} is deleted while a session is open that may rely on it");
        Require(_segments.Remove(number.Value, out var segment), $"segment number {number} does not exist");
        _segmentNumbers.Remove(segment!.SegmentId);
    }

    private BackupAddRecord RequireBackup(BackupId id)
    {
        var backup = FindBackup(id);
        Require(backup is not null, $"backup {id} does not exist");
        return backup!;
    }

    private void RequireSegment(SegmentNumber number) =>
        Require(_segments.ContainsKey(number.Value), $"segment number {number} does not exist");

    private void RequireSegments(string backup, SegmentRuns segments)
    {
        foreach (var number in segments)
        {
            Require(_segments.ContainsKey(number.Value), $"backup {backup} needs segment {number.Value}, which does not exist");
            Require(!_retired.ContainsKey(number.Value), $"backup {backup} needs segment {number.Value}, which is retired");
        }
    }

    private void Clear()
    {
        _segments.Clear();
        _segmentNumbers.Clear();
        _retired.Clear();
        _indexes.Clear();
        _sessions.Clear();
        _backups.Clear();
        _backupsByName.Clear();
        _holds.Clear();
        NextSegmentNumber = SegmentNumber.First;
        Keys = null;
    }
}

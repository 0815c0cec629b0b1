namespace GeodeArchive.Format;

/// <summary>
/// Checks which records a manifest may hold and in which order: a snapshot the state, then open sessions, segments by number, indexes by
/// id, backups, holds by backup, retired segments by number and keys; a change anything but a state, its segments by
/// number.
/// </summary>
internal sealed class ManifestRecordOrder(ManifestKind kind)
{
    private ManifestRecord? _previous;
    private SegmentNumber _lastSegment;
    private IndexId _lastIndex;
    private BackupId _lastHeld;
    private SegmentNumber _lastRetired;
    private SegmentNumber _nextSegmentNumber;
    private bool _hasKeys;

    public void Add(ManifestRecord record, Place place)
    {
        if (kind == ManifestKind.Snapshot)
        {
            RequireSnapshotOrder(record, place);
        }
        else
        {
            place.Require(record is not StateRecord, FormatError.BadValue, "a state in a change");
        }

        switch (record)
        {
            case StateRecord state:
                _nextSegmentNumber = state.NextSegmentNumber;
                break;
            case SegmentAddRecord segment:
                place.Require(segment.Number > _lastSegment, FormatError.BadOrder, "segment numbers do not ascend");
                _lastSegment = segment.Number;
                break;
            case KeysRecord:
                place.Require(!_hasKeys, FormatError.BadOrder, "more than one record of keys");
                _hasKeys = true;
                break;
        }

        _previous = record;
    }

    public void End(Place place) => place.Require(_previous is not null, FormatError.Truncated, "a manifest without records");

    private void RequireSnapshotOrder(ManifestRecord record, Place place)
    {
        place.Require(record is StateRecord == _previous is null, FormatError.BadOrder, "a snapshot starts with its only state");
        bool isState = record is StateRecord or SessionOpenRecord or SegmentAddRecord or IndexAddRecord or BackupAddRecord
            or BackupHoldRecord { Action: HoldAction.Hold } or SegmentRetireRecord or KeysRecord;
        place.Require(isState, FormatError.BadValue, "a record of changes in a snapshot");
        place.Require(
            _previous is null || _previous.Type <= record.Type, FormatError.BadOrder, "the records of a snapshot are out of order");
        switch (record)
        {
            case SegmentAddRecord segment:
                place.Require(segment.Number < _nextSegmentNumber, FormatError.BadValue, "number is not below next_segment_number");
                break;
            case IndexAddRecord index:
                place.Require(_lastIndex.CompareTo(index.IndexId) < 0, FormatError.BadOrder, "index ids do not ascend");
                _lastIndex = index.IndexId;
                break;
            case BackupHoldRecord hold:
                place.Require(_lastHeld.CompareTo(hold.BackupId) < 0, FormatError.BadOrder, "holds do not ascend");
                _lastHeld = hold.BackupId;
                break;
            case SegmentRetireRecord retire:
                place.Require(retire.Number > _lastRetired, FormatError.BadOrder, "retired segments do not ascend");
                _lastRetired = retire.Number;
                break;
        }
    }
}

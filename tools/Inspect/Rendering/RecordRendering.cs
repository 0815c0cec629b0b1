using GeodeArchive.Format;
using GeodeArchive.Inspect.Reporting;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Inspect.Rendering;

/// <summary>Shows the records of a manifest.</summary>
internal sealed class RecordRendering(IReport report)
{
    /// <summary>Shows a record.</summary>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="position">Where it starts in the joined payloads.</param>
    /// <param name="record">The record.</param>
    public void Show(long number, long position, ManifestRecord record)
    {
        report.BeginStructure($"{Names.Of(record.Type)} record", $"{number}, at {position} of the payload", null);
        switch (record)
        {
            case StateRecord state:
                Number("next_segment_number", state.NextSegmentNumber.Value);
                break;
            case SessionOpenRecord open:
                ShowOpen(open);
                break;
            case SessionCloseRecord close:
                Id("session_id", close.SessionId.Value);
                Number("outcome", (long)close.Outcome, Names.Of(close.Outcome));
                break;
            case SessionFenceRecord fence:
                Id("session_id", fence.SessionId.Value);
                break;
            case SegmentAddRecord segment:
                ShowSegment(segment);
                break;
            case IndexAddRecord index:
                ShowIndex(index);
                break;
            case IndexRemoveRecord index:
                Id("index_id", index.IndexId.Value);
                break;
            case BackupAddRecord backup:
                ShowBackup(backup);
                break;
            case BackupDeleteRecord delete:
                Id("backup_id", delete.BackupId.Value);
                break;
            case BackupHoldRecord hold:
                ShowHold(hold);
                break;
            case BackupSegmentsRecord moved:
                Id("backup_id", moved.BackupId.Value);
                Runs(moved.Segments);
                break;
            case SegmentVerifyRecord verify:
                Number("number", verify.Number.Value);
                Time("verified", verify.Verified);
                break;
            case SegmentRetireRecord retire:
                Number("number", retire.Number.Value);
                Number("manifest", (long)retire.Manifest.Value);
                break;
            case SegmentReviveRecord revive:
                Number("number", revive.Number.Value);
                break;
            case SegmentDeleteRecord delete:
                Number("number", delete.Number.Value);
                break;
            case KeysRecord keys:
                ShowKeys(keys);
                break;
        }
    }

    private void ShowOpen(SessionOpenRecord open)
    {
        Id("session_id", open.SessionId.Value);
        Number("base", (long)open.Base.Value);
        Time("started", open.Started);
        Text("host", open.Host);
        Text("program", open.Program);
    }

    private void ShowSegment(SegmentAddRecord segment)
    {
        Number("number", segment.Number.Value);
        Id("segment_id", segment.SegmentId.Value);
        Id("session_id", segment.SessionId.Value);
        Number("segment_kind", (long)segment.SegmentKind, Names.Of(segment.SegmentKind));
        Number("domain", (long)segment.Domain, Names.Of(segment.Domain));
        Number("key_generation", segment.KeyGeneration);
        Number("size", segment.Size);
        Number("plain_size", segment.PlainSize);
        Number("chunk_count", segment.ChunkCount);
        Hash("root_hash", segment.RootHash);
        Time("verified", segment.Verified);
    }

    private void ShowIndex(IndexAddRecord index)
    {
        Id("index_id", index.IndexId.Value);
        Id("session_id", index.SessionId.Value);
        Number("domain", (long)index.Domain, Names.Of(index.Domain));
        Number("size", index.Size);
        Number("entry_count", index.EntryCount);
        Hash("root_hash", index.RootHash);
    }

    private void ShowBackup(BackupAddRecord backup)
    {
        Id("backup_id", backup.BackupId.Value);
        Text("name", backup.Name);
        Number("type", (long)backup.BackupType, Names.Of(backup.BackupType));
        Number("source_kind", (long)backup.SourceKind, Names.Of(backup.SourceKind));
        Number("domain", (long)backup.Domain, Names.Of(backup.Domain));
        Id("parent_id", backup.ParentId.Value);
        Id("chain_id", backup.ChainId.Value);
        Id("session_id", backup.SessionId.Value);
        Time("started", backup.Started);
        Time("finished", backup.Finished);
        Hash("root_chunk", backup.RootChunk.Hash);
        Number("file_count", backup.FileCount);
        Number("directory_count", backup.DirectoryCount);
        Number("other_count", backup.OtherCount);
        Number("logical_size", backup.LogicalSize);
        Number("read_size", backup.ReadSize);
        Number("stored_size", backup.StoredSize);
        Number("incomplete_count", backup.IncompleteCount);
        Id("timeline_id", backup.TimelineId.Value);
        Id("incarnation", backup.IncarnationId.Value);
        report.Field("start_lsn", null, ReportValue.Of(backup.StartLsn));
        report.Field("end_lsn", null, ReportValue.Of(backup.EndLsn));
        report.Field("generation", null, ReportValue.Of(backup.Generation));
        Runs(backup.Segments);
    }

    private void ShowHold(BackupHoldRecord hold)
    {
        Id("backup_id", hold.BackupId.Value);
        Number("action", (long)hold.Action, Names.Of(hold.Action));
        Time("time", hold.Time);
        Text("who", hold.Who);
        Text("reason", hold.Reason);
    }

    private void Runs(SegmentRuns segments) =>
        report.Field("segments", null, segments.ToString(), CountText.Of(segments.LongCount, "segment"));


    private void ShowKeys(KeysRecord keys)
    {
        Id("key_set_id", keys.KeySetId.Value);
        Number("generation", keys.Generation);
        report.Field("public_key", null, Convert.ToHexStringLower(keys.PublicKey.Span));
        report.Field("nonce", null, Convert.ToHexStringLower(keys.Ring.Nonce));
        report.Field("tag", null, Convert.ToHexStringLower(keys.Ring.Tag));
        report.Field("ring", null, $"{keys.Ring.Content.Length} bytes, not shown");
    }

    private void Number(string name, long value, string? meaning = null) => report.Field(name, null, value, meaning);

    private void Time(string name, long value) => report.Field(name, null, value, TimeText.FromNanoseconds(value));

    private void Id(string name, Id128 value) => report.Field(name, null, value.IsZero ? "none" : value.ToString());

    private void Hash(string name, Hash256 value) => report.Field(name, null, value.IsZero ? "none" : value.ToString());

    private void Text(string name, string value) => report.Field(name, null, ByteText.Show(System.Text.Encoding.UTF8.GetBytes(value)));
}

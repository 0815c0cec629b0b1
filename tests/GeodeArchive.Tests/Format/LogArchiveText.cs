using System.Text.Json.Nodes;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Structures of a WAL archive as JSON, field by field under the names of the specification.</summary>
internal static class LogArchiveText
{
    public static JsonObject Section(LogObjectSection section) => new()
    {
        ["timeline_id"] = section.TimelineId.ToString(),
        ["database_id"] = section.DatabaseId.ToString(),
        ["start_lsn"] = section.StartLsn.Value,
        ["end_lsn"] = section.EndLsn.Value,
        ["epoch"] = section.Epoch,
        ["group"] = section.Group,
        ["group_size"] = section.GroupSize,
        ["ordinal"] = section.Ordinal,
        ["previous_root_hash"] = section.PreviousRootHash.ToString(),
    };

    public static JsonObject Section(LogArchiveSection section) =>
        new() { ["database_id"] = section.DatabaseId.ToString(), ["group_size"] = section.GroupSize };

    public static JsonObject Footer(LogObjectFooter footer) => new()
    {
        ["object"] = Section(footer.Object),
        ["time_max"] = footer.TimeMax,
        ["commit_lsn"] = footer.Content.Commit.End.Value,
        ["commit_xid"] = footer.Content.Commit.Xid.Value,
        ["commit_time"] = footer.Content.Commit.Time,
        ["previous_group_start"] = footer.Content.PreviousGroupStart.Value,
        ["open_name"] = footer.Content.OpenName ?? string.Empty,
        ["blocks"] = VectorText.List(footer.Blocks, block => new JsonObject
        {
            ["granule"] = LogText.Granule(block.Granule),
            ["commit_lsn_before"] = block.CommitBefore.End.Value,
            ["commit_xid_before"] = block.CommitBefore.Xid.Value,
            ["commit_time_before"] = block.CommitBefore.Time,
            ["offset"] = block.Offset,
            ["stored_size"] = block.StoredSize,
            ["plain_size"] = block.PlainSize,
            ["payload_sum"] = block.PayloadSum.ToString(),
        }),
        ["entries"] = VectorText.List(footer.Entries, entry => new JsonObject
        {
            ["granule"] = LogText.Granule(entry.Granule),
            ["end_lsn"] = entry.EndLsn.Value,
            ["file_size"] = entry.FileSize,
            ["point_count"] = entry.PointCount,
            ["root_hash"] = entry.RootHash.ToString(),
        }),
        ["groups"] = VectorText.List(footer.Groups, group => new JsonObject
        {
            ["granule"] = LogText.Granule(group.Granule),
            ["end_lsn"] = group.EndLsn.Value,
            ["last_start_lsn"] = group.LastStartLsn.Value,
            ["point_count"] = group.PointCount,
        }),
        ["points"] = VectorText.List(footer.Points, point => new JsonObject
        {
            ["lsn"] = point.Commit.End.Value,
            ["xid"] = point.Commit.Xid.Value,
            ["time"] = point.Commit.Time,
            ["name"] = point.Name,
        }),
    };

    public static JsonObject Covered(LogCovered note) => new()
    {
        ["version_minor"] = note.VersionMinor,
        ["features_compatible"] = note.FeaturesCompatible,
        ["database_id"] = note.DatabaseId.ToString(),
        ["timeline_id"] = note.TimelineId.ToString(),
        ["lsn"] = note.Lsn.Value,
        ["time"] = note.Time,
    };

    public static void AddRecords(JsonArray records, byte[] plain, in LogObjectBlock block)
    {
        int position = 0;
        while (position < plain.Length)
        {
            LogRecordHeader header = LogRecordHeader.Decode(plain.AsSpan(position), block.Offset);
            ReadOnlySpan<byte> body = plain.AsSpan(position + LogRecordHeader.Size, header.BodySize);
            position += header.TotalSize;
            records.Add(LogText.Record(header, body, block.Granule.Start + position));
        }
    }
}

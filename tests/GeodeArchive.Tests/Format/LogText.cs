using System.Text.Json.Nodes;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Structures of a log as JSON, field by field under the names of the specification.</summary>
internal static class LogText
{
    public static JsonObject Header(LogSegmentHeader header) => new()
    {
        ["version_minor"] = header.VersionMinor,
        ["features_compatible"] = header.FeaturesCompatible,
        ["database_id"] = header.DatabaseId.ToString(),
        ["timeline_id"] = header.TimelineId.ToString(),
        ["epoch"] = header.Epoch,
        ["previous_sum"] = header.PreviousSum,
        ["segment_number"] = header.Number,
        ["start_lsn"] = header.Start.Value,
        ["salt"] = header.Salt,
        ["segment_size"] = header.SegmentSize,
        ["time_max"] = header.TimeMax,
        ["xid_max"] = header.XidMax.Value,
        ["created"] = header.Created,
    };

    public static JsonObject Frame(LogFrameHeader frame, JsonArray records) => new()
    {
        ["page"] = frame.Page,
        ["payload_size"] = frame.PayloadSize,
        ["start_lsn"] = frame.Start.Value,
        ["durable_lsn"] = frame.Durable.Value,
        ["time_max"] = frame.TimeMax,
        ["xid_max"] = frame.XidMax.Value,
        ["previous_sum"] = frame.PreviousSum,
        ["records"] = records,
    };

    public static JsonObject Record(LogRecordHeader header, ReadOnlySpan<byte> body, Lsn end)
    {
        JsonObject described = new() { ["lsn"] = end.ToString(), ["type"] = (int)header.Type };
        if (header.Type == LogRecordType.Commit)
        {
            LogCommit commit = LogCommit.Decode(body, 0);
            described["xid"] = commit.Xid.Value;
            described["time"] = commit.Time;
            body = body[LogCommit.Size..];
        }
        else if (header.Type == LogRecordType.Restart)
        {
            LogRestart restart = LogRestart.Decode(body, 0);
            described["time"] = restart.Time;
            described["durable_lsn"] = restart.Durable.Value;
            return described;
        }

        described["body"] = Convert.ToHexStringLower(body);
        return described;
    }

    public static JsonObject Timeline(LogTimeline timeline) => new()
    {
        ["version_minor"] = timeline.VersionMinor,
        ["features_compatible"] = timeline.FeaturesCompatible,
        ["database_id"] = timeline.DatabaseId.ToString(),
        ["timeline_id"] = timeline.TimelineId.ToString(),
        ["epoch"] = timeline.Epoch,
        ["parent_id"] = timeline.ParentId.ToString(),
        ["fork_lsn"] = timeline.Fork.Value,
        ["created"] = timeline.Created,
    };

    public static JsonObject Footer(LogFooter footer) => new()
    {
        ["salt"] = footer.Salt,
        ["end_lsn"] = footer.End.Value,
        ["end_page"] = footer.EndPage,
        ["granules"] = VectorText.List(footer.Granules, Granule),
    };

    public static JsonObject Granule(LogGranule granule) => new()
    {
        ["start_lsn"] = granule.Start.Value,
        ["time_max_before"] = granule.TimeMaxBefore,
        ["time_first"] = granule.TimeFirst,
        ["time_last"] = granule.TimeLast,
        ["xid_first"] = granule.XidFirst.Value,
        ["xid_last"] = granule.XidLast.Value,
        ["is_ordered"] = granule.IsOrdered,
    };
}

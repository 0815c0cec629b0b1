using GeodeArchive.Format;
using GeodeArchive.Inspect.Reporting;

namespace GeodeArchive.Inspect.Rendering;

/// <summary>Records of a log as rows of a table.</summary>
internal static class LogRecordRows
{
    /// <summary>Shows a record.</summary>
    public static void Show(
        IReport report, ReportTable table, RedoText redo, LogRecordHeader record, ReadOnlySpan<byte> body, Lsn end)
    {
        var says = record.Type switch
        {
            LogRecordType.Commit => CommitText(LogCommit.Decode(body, 0), body),
            LogRecordType.Restart => RestartText(LogRestart.Decode(body, 0)),
            _ => redo.Of(record.Type, body),
        };
        report.Row(table, end.ToString(), Names.Of(record.Type), record.BodySize, says);
    }

    private static string CommitText(LogCommit commit, ReadOnlySpan<byte> body) =>
        $"xid {commit.Xid}, {TimeText.FromNanoseconds(commit.Time)}; {RedoText.OfFingerprints(body)}";

    private static string RestartText(LogRestart restart) =>
        $"recovered {TimeText.FromNanoseconds(restart.Time)}, durable up to {restart.Durable}";
}

using System.Globalization;
using GeodeArchive.Format;
using GeodeArchive.Inspect.Rendering;
using GeodeArchive.Inspect.Reporting;
using GeodeArchive.Inspect.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>Shows a segment of a log: header, footer, then frame after frame, and where they end.</summary>
internal static class LogSegmentInspection
{
    private const int NameLength = 20;

    private static readonly ReportTable Frames = new(
        "frame",
        0,
        new("number", 7),
        new("offset", 11),
        new("start", -17),
        new("end", -17),
        new("durable", -17),
        new("records", 7),
        new("payload", 8),
        new("chain", -9));

    private static readonly ReportTable Records = new(
        "record", 1, new("end", 0), new("type", 0), new("size", 0), new("says", 0));

    private static readonly ReportTable Granules = new(
        "granule", 0, new("start", -17), new("first_xid", 10), new("last_xid", 10), new("first_time", -33), new("last_time", -33));

    /// <summary>Shows the segment.</summary>
    /// <returns>What is in it, in words.</returns>
    public static string Run(Inspection inspection)
    {
        var scanner = new LogScanner(inspection.Source, inspection.Findings.Add);
        scanner.ReadHeader();
        if (scanner.IsUnused)
        {
            inspection.Report.Note("the file is not in use: it was prepared, and its header is zeros");
            return "not in use";
        }

        inspection.Structures.Show("log segment header", StructureFields.LogSegmentHeader, scanner.HeaderBytes.Span, 0, default);
        inspection.Findings.Show();
        var isInUse = IsInUse(inspection, scanner.Header);
        scanner.ReadFooter();
        ShowFooter(inspection, scanner);
        var (frameCount, recordCount) = ShowFrames(inspection, scanner);
        if (scanner.Start is not { } start)
        {
            return string.Empty;
        }

        ShowEnd(inspection.Report, scanner);
        var use = isInUse ? string.Empty : "not in use; ";
        return $"{use}{CountText.Of(frameCount, "frame")}, {CountText.Of(recordCount, "record")}, from {start} to {scanner.End}";
    }

    /// <summary>A header of an earlier use is no damage: released segments get new names before they get new headers.</summary>
    private static bool IsInUse(Inspection inspection, LogSegmentHeader? header)
    {
        var isNumber = inspection.Name.Length == NameLength && inspection.Name.All(char.IsAsciiDigit);
        if (header is null || !isNumber || inspection.Name == header.Number.ToString("D20", CultureInfo.InvariantCulture))
        {
            return true;
        }

        inspection.Report.Note($"the file is not in use: its header is that of segment {header.Number}, an earlier use");
        return false;
    }

    private static void ShowFooter(Inspection inspection, LogScanner scanner)
    {
        if (scanner.HasOldFooter)
        {
            inspection.Report.Note("the footer is of an earlier use of the file");
        }
        else if (!scanner.FooterBytes.IsEmpty)
        {
            inspection.Structures.Show(
                "log footer", StructureFields.LogFooterHeader, scanner.FooterBytes.Span, scanner.FooterOffset, default);
        }

        inspection.Findings.Show();
        foreach (var granule in scanner.Footer?.Granules ?? [])
        {
            inspection.Report.Row(
                Granules,
                granule.Start.ToString(),
                ReportValue.Of(granule.XidFirst.Value),
                ReportValue.Of(granule.XidLast.Value),
                TimeText.FromNanoseconds(granule.TimeFirst),
                TimeText.FromNanoseconds(granule.TimeLast));
        }
    }

    private static (long Frames, long Records) ShowFrames(Inspection inspection, LogScanner scanner)
    {
        var report = inspection.Report;
        long frameCount = 0;
        long recordCount = 0;
        var redo = new RedoText();
        while (scanner.TryReadFrame(out var frame))
        {
            inspection.Findings.Show();
            var header = frame.Header;
            report.Row(
                Frames,
                frameCount,
                header.Offset,
                header.Start.ToString(),
                header.End.ToString(),
                header.Durable.ToString(),
                header.RecordCount,
                header.PayloadSize,
                Chain(frame));
            if (frame.IsReached)
            {
                frameCount++;
                scanner.ReadRecords(frame, (record, body, end) =>
                {
                    recordCount++;
                    if (inspection.Options.ShowsRecords)
                    {
                        LogRecordRows.Show(report, Records, redo, record, body.Span, end);
                    }
                });
                inspection.Findings.Show();
            }
        }

        inspection.Findings.Show();
        return (frameCount, recordCount);
    }

    private static string Chain(in ScannedFrame frame) => (frame.IsReached, frame.Break) switch
    {
        (true, _) => "ok",
        (false, null) => "behind the end",
        (false, { } failure) => $"{FormatErrorNames.Name(failure.Error)}: {failure.Detail}",
    };

    private static void ShowEnd(IReport report, LogScanner scanner)
    {
        var reason = scanner.EndReason is { } failure
            ? $"{FormatErrorNames.Name(failure.Error)}: {failure.Detail}"
            : "no frame has room behind it";
        report.Note($"the stream ends at {scanner.End}, at offset {scanner.EndOffset} of the file; {reason}");
        report.Note($"the frames in this file say that it was durable up to {Lsn.Max(scanner.Durable, scanner.Start!.Value)}");
    }
}

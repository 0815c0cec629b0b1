using System.Security.Cryptography;
using GeodeArchive.Format;
using GeodeArchive.Inspect.Rendering;
using GeodeArchive.Inspect.Reporting;
using GeodeArchive.Repository.Blocks;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>Shows a log object: its fixed parts, the index in its footer, then block after block with its records.</summary>
internal sealed class LogObjectInspection : IDisposable
{
    private static readonly ReportTable Blocks = new(
        "block",
        0,
        new("number", 7),
        new("offset", 11),
        new("start", -17),
        new("records", 7),
        new("stored", 9),
        new("plain", 9),
        new("first_xid", 10),
        new("last_xid", 10));

    private static readonly ReportTable Records = new(
        "record", 1, new("end", 0), new("type", 0), new("size", 0), new("says", 0));

    private readonly BlockDecoder _decoder = new();
    private readonly RedoText _redo = new();
    private readonly Inspection _inspection;

    private LogObjectInspection(Inspection inspection) => _inspection = inspection;

    /// <summary>Shows the object.</summary>
    /// <returns>What is in it, in words.</returns>
    public static string Run(Inspection inspection)
    {
        using var scanner = new RepositoryFileScanner(inspection.Source, ArchiveFileKind.LogObject, inspection.Findings.Add);
        inspection.ShowHeader(scanner);
        inspection.ShowTrailer(scanner);
        if (scanner.Trailer is not { } trailer || scanner.Header is not { Encryption: EncryptionAlgorithm.None } header)
        {
            return string.Empty;
        }

        using var shown = new LogObjectInspection(inspection);
        return shown.ShowContent(header, trailer, scanner.HeaderBytes.Span);
    }

    /// <inheritdoc/>
    public void Dispose() => _decoder.Dispose();

    private string ShowContent(FileHeader header, Trailer trailer, ReadOnlySpan<byte> headerBytes)
    {
        byte[] payload;
        LogObjectFooter footer;
        try
        {
            payload = ReadBlock(trailer.FooterOffset, trailer, trailer.BlockCount - 1, BlockType.Footer).Plain.ToArray();
            var start = trailer.FooterOffset + BlockHeader.Size + BlockPayload.PrefixSize;
            _inspection.Structures.Show("log object footer", StructureFields.LogObjectFooter, payload, start, ArchiveFileKind.LogObject);
            footer = LogObjectFooter.Decode(payload, trailer.FooterOffset);
        }
        catch (ArchiveFormatException damage)
        {
            _inspection.Findings.Add(FailedCheck.From(damage));
            _inspection.Findings.Show();
            return string.Empty;
        }

        Check(() => footer.ExpectHeader(header));
        var report = _inspection.Report;
        var objects = CountText.Of(footer.Entries.Length, "earlier object");
        report.Note($"the index lists {objects} and {CountText.Of(footer.Groups.Length, "group")}");
        foreach (var point in footer.Points)
        {
            report.Note($"recovery point '{point.Name}' at {point.Commit.End}, XID {point.Commit.Xid}");
        }

        long recordCount = 0;
        var isWhole = true;
        for (var index = 0; index < footer.Blocks.Length; index++)
        {
            var found = ShowBlock(footer, trailer, index);
            isWhole &= found >= 0;
            recordCount += Math.Max(0, found);
        }

        if (isWhole)
        {
            Check(() => footer.ExpectTrailer(trailer, recordCount));
        }

        var root = Hash256.Read(SHA256.HashData([.. headerBytes, .. payload]));
        Check(() => trailer.ExpectRootHash(root));
        return $"{footer.Object.StartLsn} to {footer.Object.EndLsn}, {CountText.Of(recordCount, "record")}";
    }

    /// <summary>Shows a block and its records.</summary>
    /// <returns>Records in it; less than none if it is damaged.</returns>
    private int ShowBlock(LogObjectFooter footer, Trailer trailer, int index)
    {
        var listed = footer.Blocks[index];
        try
        {
            var block = ReadBlock(listed.Offset, trailer, index, BlockType.LogRecords);
            listed.ExpectHeader(block.Header);
            var isLast = index + 1 == footer.Blocks.Length;
            var count = CheckRecords(block.Plain, listed, isLast ? footer.Content.Commit : footer.Blocks[index + 1].CommitBefore);
            _inspection.Report.Row(
                Blocks,
                index,
                listed.Offset,
                listed.Granule.Start.ToString(),
                count,
                listed.StoredSize,
                listed.PlainSize,
                ReportValue.Of(listed.Granule.XidFirst.Value),
                ReportValue.Of(listed.Granule.XidLast.Value));
            if (_inspection.Options.ShowsRecords)
            {
                ShowRecords(block.Plain, listed);
            }

            return count;
        }
        catch (ArchiveFormatException damage)
        {
            _inspection.Findings.Add(FailedCheck.From(damage, listed.Offset));
            _inspection.Findings.Show();
            return -1;
        }
    }

    /// <summary>Whether the records are valid, and times and XIDs what the footer says.</summary>
    private static int CheckRecords(ReadOnlySpan<byte> records, LogObjectBlock listed, CommitPlace after)
    {
        var (timeFirst, timeLast, last, first, count, position) = (long.MaxValue, long.MinValue, listed.CommitBefore, Xid.None, 0, 0);
        while (position < records.Length)
        {
            var header = LogRecordHeader.Decode(records[position..], listed.Offset);
            var body = records.Slice(position + LogRecordHeader.Size, header.BodySize);
            position += header.TotalSize;
            count++;
            if (header.Type == LogRecordType.Commit)
            {
                var commit = LogCommit.Decode(body, listed.Offset);
                (timeFirst, timeLast) = (Math.Min(timeFirst, commit.Time), Math.Max(timeLast, commit.Time));
                first = first == Xid.None ? commit.Xid : first;
                last = new CommitPlace(listed.Granule.Start + position, commit.Xid, commit.Time);
            }
        }

        var granule = listed.Granule;
        return (timeFirst, timeLast, first, last, records.Length)
                == (granule.TimeFirst, granule.TimeLast, granule.XidFirst, after, listed.PlainSize)
            ? count
            : throw new ArchiveFormatException(
                FormatError.BadReference, "block", listed.Offset, "times, XIDs or last commit are not what the footer says");
    }

    private void ShowRecords(ReadOnlySpan<byte> records, in LogObjectBlock listed)
    {
        var position = 0;
        while (position < records.Length)
        {
            var header = LogRecordHeader.Decode(records[position..], listed.Offset);
            var body = records.Slice(position + LogRecordHeader.Size, header.BodySize);
            position += header.TotalSize;
            LogRecordRows.Show(_inspection.Report, Records, _redo, header, body, listed.Granule.Start + position);
        }
    }

    private DecodedBlock ReadBlock(long offset, Trailer trailer, long sequence, BlockType type)
    {
        var header = new byte[BlockHeader.Size];
        header = header[.._inspection.Source.Read(header, offset)];
        var decoded = BlockDecoder.DecodeHeader(header, offset, trailer.FileId, sequence, type);
        var stored = new byte[decoded.StoredSize];
        stored = stored[.._inspection.Source.Read(stored, offset + BlockHeader.Size)];
        return _decoder.DecodePayload(decoded, stored);
    }

    private void Check(Action check)
    {
        try
        {
            check();
        }
        catch (ArchiveFormatException damage)
        {
            _inspection.Findings.Add(FailedCheck.From(damage));
            _inspection.Findings.Show();
        }
    }
}

using System.Text.Json;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Inspect;
using GeodeArchive.Tests.Architecture;

namespace GeodeArchive.Tests.Inspecting;

/// <summary>Whole runs of geode-inspect on segments of a log and timelines, in memory.</summary>
public sealed class InspectLogTests
{
    private const string Name = "00000000000000000007";
    private const int LastFrame = 6 * LogLimits.PageSize;

    private static readonly byte[] Segment = SampleLogs.Write().ToFile();

    private static readonly byte[] Left = SampleLogs.Write().ToFile(SampleLogs.Write().MakeFooter());

    private static readonly byte[] Timeline = SampleLogs.Encode(SampleLogs.SecondTimeline);

    [Fact]
    public void Segment_is_found_out_and_shown()
    {
        InspectRun run = InspectRun.Of(Name, Segment, "--records");
        Assert.Equal(ExitCodes.Intact, run.ExitCode);
        Assert.StartsWith($"/files/{Name}: wal, {Segment.Length} bytes\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nintact; 5 frames, 10 records, from 1/100 to 1/1339\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(run, InspectRun.Of(Name, Segment, "wal", "--records"));
        Assert.Contains("the stream ends at 1/1339, at offset 28672 of the file; bad-magic: no frame starts here", run.Output, StringComparison.Ordinal);
        Assert.Contains("durable up to 1/1314\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "    record  end 1/133  type commit  size 17  says xid 42, 2026-01-25 02:00:00.000000001 UTC; not readable: truncated",
            run.Output,
            StringComparison.Ordinal);
        Assert.Contains("type restart  size 16  says recovered 2026-01-25", run.Output, StringComparison.Ordinal);
        Assert.Contains("type redo 127  size 0  says not readable: bad-value: type 127 is unknown (redo record)\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("record  ", InspectRun.Of(Name, Segment).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_of_a_database_are_decoded()
    {
        SampleLogWriter log = new(SampleLogs.SegmentHeader);
        log.Append([.. SampleRedo.OfEachType.Where(redo => redo.Type != RedoType.Part).Select(redo => redo.ToLog()), SampleCommit.Some[1].ToLog()]);

        // A row in parts goes on in the next frame.
        log.Append(new SampleRedo(RedoType.Part, 0, 0, 0, new byte[100]).ToLog(), new SampleRedo(RedoType.Part, 0, 0, 0, new byte[10]).ToLog());
        log.Append(new SampleRedo(RedoType.Node, 1, 0, 6, [9]).ToLog(), new SampleRedo(RedoType.Node, 1, 0, 8, [0, 0]).ToLog());
        log.Append(new SampleRedo(RedoType.Node, 1, 0, 9, [9]).ToLog());
        log.Append(new SampleCommit(new LogCommit(new Xid(43), SampleLogs.Time), []).ToLog());
        InspectRun run = InspectRun.Of(Name, log.ToFile(), "--records");
        Assert.Equal(ExitCodes.Intact, run.ExitCode);
        string[] expected =
        [
            "graph 1 is created, \"people\"", "graph 1, label 300 is \"Person\"", "graph 1, node 5: labels [1, 2], properties {}",
            "graph 1, relationship 7: type 1, from node 5 to node 5, properties {}", "graph 1, relationship 7 is deleted",
            "graph 1, node 5 is deleted", "graph 4294967295 is dropped", "a part of a row, 100 bytes", "a part of a row, 10 bytes",
            "graph 1, node 6: the end of a row of 111 bytes", "graph 1, node 8: labels [], properties {}",
            "not readable: truncated: label_count is more than there is room for (node)",
            $"xid 43, 2026-01-25 02:00:00.000000000 UTC; no graph changed",
        ];
        Assert.All(expected, text => Assert.Contains($"  says {text}\n", run.Output, StringComparison.Ordinal));
        string fingerprint = SampleCommit.Some[1].Fingerprints[0].Fingerprint.ToString();
        Assert.Contains($"; graph 1 has fingerprint {fingerprint}, graph 300 has fingerprint {new string('0', 32)}\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_field_is_shown_with_its_offset()
    {
        string output = InspectRun.Of(Name, Left).Output;
        foreach (StructureField field in StructureFields.LogSegmentHeader)
        {
            Assert.Matches($"(?m)^ *{field.Offset}  {field.Name} ", output);
        }

        foreach (StructureField field in StructureFields.LogFooterHeader)
        {
            Assert.Matches($"(?m)^ *{SampleLogs.SegmentHeader.FramesEnd + field.Offset}  {field.Name} ", output);
        }

        output = InspectRun.Of("timeline", Timeline).Output;
        foreach (StructureField field in StructureFields.LogTimeline)
        {
            Assert.Matches($"(?m)^ *{field.Offset}  {field.Name} ", output);
        }
    }

    [Fact]
    public void Json_has_frames_records_and_granules()
    {
        List<JsonElement> lines = LinesOf(InspectRun.Of(Name, Left, "--json", "--records"));
        List<JsonElement> frames = ItemsOf(lines, "frame");
        Assert.Equal([4096L, 8192, 12288, 20480, 24576], frames.Select(frame => frame.GetProperty("offset").GetInt64()));
        Assert.All(frames, frame => Assert.Equal("ok", frame.GetProperty("chain").GetString()));
        Assert.Equal(10, ItemsOf(lines, "record").Count);
        Assert.Equal(4, ItemsOf(lines, "granule").Count);
        Assert.True(lines[^1].GetProperty("intact").GetBoolean());
        string readme = SourceTree.ReadText("README.md");
        Assert.All(lines.Select(line => line.GetProperty("item").GetString()).Distinct(), item => Assert.Contains($"`{item}`", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Torn_tail_ends_the_stream_and_is_no_damage()
    {
        byte[] torn = Flipped(Segment, LastFrame + 100);
        InspectRun run = InspectRun.Of(Name, torn);
        Assert.Equal(ExitCodes.Intact, run.ExitCode);
        Assert.Contains("the stream ends at 1/1314, at offset 24576 of the file; bad-checksum", run.Output, StringComparison.Ordinal);
        Assert.Matches("(?m)^ +4 +24576 .* bad-checksum: the records of the frame are damaged$", run.Output);
    }

    [Fact]
    public void Damage_before_what_was_durable_is_named_and_the_rest_is_shown()
    {
        byte[] damaged = Flipped(Segment, 4096 + 120);
        InspectRun run = InspectRun.Of(Name, damaged);
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains(
            "\n! bad-checksum at offset 4096: the records of the frame are damaged; a frame says that all was durable up to 1/1314",
            run.Output,
            StringComparison.Ordinal);
        Assert.Equal(4, run.Output.Split("behind the end").Length - 1);
        Assert.EndsWith("\nDAMAGED: 1 check failed; 0 frames, 0 records, from 1/100 to 1/100\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Frame_that_does_not_go_on_says_why()
    {
        SampleLogWriter log = new(SampleLogs.SegmentHeader);
        log.Append(SampleLogRecord.Redo(64, 1));
        log.Append(header => header with { PreviousSum = 1 }, SampleLogRecord.Redo(64, 2));
        InspectRun run = InspectRun.Of(Name, log.ToFile());
        Assert.Equal(ExitCodes.Intact, run.ExitCode);
        Assert.Contains("  bad-reference: previous_sum is not the sum of the frame before it\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Flipped_bit_is_named_or_ends_the_stream_at_what_was_durable()
    {
        for (int offset = 0; offset < LastFrame + LogLimits.PageSize; offset += 97)
        {
            InspectRun run = InspectRun.Of(Name, Flipped(Segment, offset), "--json", "wal");
            bool isNamed = ItemsOf(LinesOf(run), "failure").Exists(failure => failure.GetProperty("offset").GetInt64() <= offset);
            bool isTorn = offset >= LastFrame && run.Output.Contains("the stream ends at 1/1314", StringComparison.Ordinal);
            Assert.True(isNamed ? run.ExitCode == ExitCodes.Damaged : isTorn, $"byte {offset}: {run.Output}");
        }
    }

    [Fact]
    public void Flipped_bit_of_a_footer_is_named()
    {
        int start = (int)SampleLogs.SegmentHeader.FramesEnd;

        // Without its magic it is no footer, and behind it there may be anything.
        for (int offset = start + 4; offset < start + SampleLogs.Write().MakeFooter().Size; offset++)
        {
            InspectRun run = InspectRun.Of(Name, Flipped(Left, offset), "wal");
            Assert.Matches($"\n! (bad-checksum|too-large) at offset {start}: ", run.Output);
        }
    }

    [Fact]
    public void Footer_that_says_other_than_the_frames_is_named()
    {
        LogFooter footer = SampleLogs.Write().MakeFooter();
        LogGranule first = footer.Granules[0];
        LogFooter[] wrong =
        [
            footer with { End = footer.End + 1 },
            footer with { EndPage = footer.EndPage + 1 },
            footer with { Granules = footer.Granules.SetItem(0, first with { XidLast = new Xid(44) }) },
            footer with { Granules = footer.Granules.SetItem(0, first with { TimeFirst = first.TimeFirst - 1 }) },
            footer with { Granules = footer.Granules.SetItem(1, footer.Granules[1] with { Start = first.Start + 1 }) },
            footer with { Granules = footer.Granules.SetItem(1, footer.Granules[1] with { TimeMaxBefore = 1 }) },
        ];
        Assert.All(wrong, changed =>
        {
            InspectRun run = InspectRun.Of(Name, SampleLogs.Write().ToFile(changed), "wal");
            Assert.Equal(ExitCodes.Damaged, run.ExitCode);
            Assert.Contains($"\n! bad-reference at offset {SampleLogs.SegmentHeader.FramesEnd}: ", run.Output, StringComparison.Ordinal);
        });
        LogFooter fewer = footer with { Granules = [first with { XidLast = new Xid(50) }] };
        Assert.Equal(ExitCodes.Intact, InspectRun.Of(Name, SampleLogs.Write().ToFile(fewer), "wal").ExitCode);
        InspectRun old = InspectRun.Of(Name, SampleLogs.Write().ToFile(footer with { Salt = 5 }), "wal");
        Assert.Equal(ExitCodes.Intact, old.ExitCode);
        Assert.Contains("the footer is of an earlier use", old.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_are_shown_though_the_header_is_gone()
    {
        byte[] file = [.. Segment];
        file.AsSpan(0, LogSegmentHeader.Size).Clear();
        InspectRun run = InspectRun.Of("no-name", file);
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains(": wal, ", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nDAMAGED: 1 check failed; 5 frames, 10 records, from 1/100 to 1/1339\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_not_in_use_are_no_damage()
    {
        InspectRun prepared = InspectRun.Of(Name, new byte[LogLimits.SegmentSizeMin]);
        Assert.Equal(ExitCodes.Intact, prepared.ExitCode);
        Assert.EndsWith("\nintact; not in use\n", prepared.Output, StringComparison.Ordinal);
        InspectRun released = InspectRun.Of("00000000000000000019", Segment);
        Assert.Equal(ExitCodes.Intact, released.ExitCode);
        Assert.Contains("its header is that of segment 7", released.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_and_grown_segments_are_named()
    {
        Assert.Contains("\n! truncated at offset 0: ", InspectRun.Of(Name, Segment[..^1], "wal").Output, StringComparison.Ordinal);
        Assert.Contains("\n! trailing-bytes at offset 0: ", InspectRun.Of(Name, [.. Segment, 0], "wal").Output, StringComparison.Ordinal);
        InspectRun cut = InspectRun.Of(Name, Segment[..13000], "wal");
        Assert.Contains("\n! truncated at offset 0: ", cut.Output, StringComparison.Ordinal);
        Assert.Contains("the stream ends at 1/160, at offset 12288 of the file; truncated: ", cut.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Damaged, InspectRun.Of(Name, [], "wal").ExitCode);
    }

    [Fact]
    public void Timeline_is_found_out_and_its_name_compared()
    {
        string name = SampleLogs.SecondTimeline.TimelineId.ToString();
        InspectRun run = InspectRun.Of(name, Timeline);
        Assert.Equal(ExitCodes.Intact, run.ExitCode);
        Assert.EndsWith($"\nintact; leaves timeline {SampleLogs.FirstTimeline.TimelineId} at 1/0\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(run, InspectRun.Of(name, Timeline, "timeline"));
        InspectRun other = InspectRun.Of(new string('0', 32), Timeline);
        Assert.Contains($"bad-identity at offset 0: the file belongs under the name {name}", other.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Damaged, other.ExitCode);
        for (int offset = 0; offset < Timeline.Length; offset++)
        {
            Assert.Contains("\n! bad-", InspectRun.Of(name, Flipped(Timeline, offset)).Output, StringComparison.Ordinal);
        }
    }

    private static byte[] Flipped(byte[] file, int offset)
    {
        byte[] flipped = [.. file];
        flipped[offset] ^= (byte)(1 << (offset % 8));
        return flipped;
    }

    private static List<JsonElement> LinesOf(InspectRun run) =>
        [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static List<JsonElement> ItemsOf(List<JsonElement> lines, string item) =>
        lines.FindAll(line => line.GetProperty("item").GetString() == item);
}

using System.Text.Json.Nodes;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>A damaged segment of a log is refused, or ends earlier where nothing says that more was acknowledged; it never says anything else.</summary>
public sealed class WholeLogTests
{
    private const int Step = 53;

    private static readonly Vector Sample = LogVectors.Valid.Single(vector => vector.Name == "wal");

    [Fact]
    public void A_flipped_bit_is_refused_or_ends_the_log_at_what_was_durable()
    {
        byte[] file = new byte[Sample.Question.Size!.Value];
        Sample.Bytes.CopyTo(file, 0);
        List<string> frames = Frames(WholeLog.Read(Sample.Question, file));
        Assert.Equal(5, frames.Count);
        int refused = 0;
        int shorter = 0;
        for (int bit = 0; bit < Sample.Bytes.Length * 8; bit += Step)
        {
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                // Only the last frame was never said to be durable.
                Assert.Equal(frames[..^1], Frames(WholeLog.Read(Sample.Question, file)));
                shorter++;
            }
            catch (ArchiveFormatException)
            {
                refused++;
            }

            file[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.InRange(shorter, 1, refused / 10);
    }

    [Fact]
    public void A_lost_page_is_refused_or_ends_the_log_at_what_was_durable()
    {
        byte[] file = new byte[Sample.Question.Size!.Value];
        List<string> frames = Frames(WholeLog.Read(Sample.Question, Sample.Bytes));
        int last = Sample.Bytes.Length / LogLimits.PageSize;
        for (int page = 0; page < last; page++)
        {
            Sample.Bytes.CopyTo(file, 0);
            file.AsSpan(page * LogLimits.PageSize, LogLimits.PageSize).Clear();
            Assert.Throws<ArchiveFormatException>(() => WholeLog.Read(Sample.Question, file));
        }

        Sample.Bytes.CopyTo(file, 0);
        file.AsSpan(last * LogLimits.PageSize, LogLimits.PageSize).Clear();
        Assert.Equal(frames[..^1], Frames(WholeLog.Read(Sample.Question, file)));
    }

    [Fact]
    public void A_record_that_looks_like_a_frame_is_no_witness()
    {
        Vector forged = LogVectors.Valid.Single(vector => vector.Name == "wal-forged");
        ReadOnlySpan<byte> inside = forged.Bytes.AsSpan(2 * LogLimits.PageSize);
        Assert.True(LogFrameHeader.HasRightSum(inside));
        JsonObject log = WholeLog.Read(forged.Question, forged.Bytes);
        Assert.True(Lsn.TryParse(log["end"]!["lsn"]!.GetValue<string>(), out Lsn end));
        Assert.True(LogFrameHeader.Decode(inside, 0).Durable > end);
        Assert.Single(Frames(log));
    }

    private static List<string> Frames(JsonObject log) => [.. log["frames"]!.AsArray().Select(frame => frame!.ToJsonString())];
}

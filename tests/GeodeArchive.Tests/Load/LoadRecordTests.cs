using GeodeArchive.Format;
using GeodeArchive.Load.Recording;
using GeodeArchive.Load.Verifying;

namespace GeodeArchive.Tests.Load;

/// <summary>What a record says was acknowledged, and which records are none.</summary>
public sealed class LoadRecordTests
{
    private const string Two = "opening\nopened 0 0/0 0\napplied 0 0 0 0/0\ncommitted 0 1 2 0/20 1000\ncommitted 1 1 1 0/10 900\n";

    [Fact]
    public void A_record_says_what_was_last_and_what_was_last_at_a_place()
    {
        var record = LoadRecord.Parse(Two + "checkpoint\ncheckpointed\ncommitted 0 2 3 0/30 1100\n");
        Assert.Equal((2, 1, 0), (record.LastOf(0), record.LastOf(1), record.LastOf(2)));
        Assert.Equal((new Xid(3), new Lsn(0x30)), (record.LastXid, record.LastLsn));
        Assert.Equal(1, record.LastOf(0, one => one.Xid <= new Xid(2)));
        Assert.Equal(0, record.LastOf(0, one => one.Lsn < new Lsn(0x20)));
        Assert.Equal(1, record.LastOf(0, one => one.Time < 1100));
    }

    [Fact]
    public void A_record_says_what_there_was_at_a_moment()
    {
        var record = LoadRecord.Parse(Two + "point 3 0/28 950 before it\ncommitted 0 2 4 0/30 800\ncommitted 1 2 5 0/40 1200\n");
        Assert.Equal(new RecoveryPoint(new Lsn(0x28), new Xid(3), 950), record.Points["before it"]);

        // The clock went back after the second.
        Assert.Equal((1, 2), StateAt(record, new LoadMoment { Point = "before it" }, new LoadMoment { Time = 1000 }));
        Assert.Equal((0, 1), StateAt(record, new LoadMoment { Time = 999 }, new LoadMoment { Lsn = new Lsn(0x2F) }));
        Assert.Equal((0, 2), StateAt(record, new LoadMoment { Time = 899 }, new LoadMoment { Xid = new Xid(4) }));
        Assert.Throws<FormatException>(() => new LoadMoment { Point = "other" }.LastOf(record));
    }

    [Fact]
    public void A_line_that_was_cut_short_was_not_written() =>
        Assert.Equal(1, LoadRecord.Parse(Two + "committed 0 2 3 0/3").LastOf(0));

    [Fact]
    public void A_transaction_that_was_in_flight_may_be_found_and_counts_from_then_on()
    {
        var record = LoadRecord.Parse(Two + "applied 0 2 3 0/30\ncommitted 0 3 4 0/40 1200\n");
        Assert.Equal(3, record.LastOf(0));
        Assert.Throws<FormatException>(() => LoadRecord.Parse(Two + "applied 0 3 3 0/30\n"));
        Assert.Throws<FormatException>(() => LoadRecord.Parse(Two + "applied 0 0 3 0/30\n"));
    }

    private static (long First, long Second) StateAt(LoadRecord record, LoadMoment first, LoadMoment second) =>
        (first.LastOf(record)(0), second.LastOf(record)(0));

    [Theory]
    [InlineData("committed 0 3 3 0/30 1100\n")]
    [InlineData("committed 0 1 3 0/30 1100\n")]
    [InlineData("committed 0 2 2 0/30 1100\n")]
    [InlineData("committed 0 2 3 0/20 1100\n")]
    [InlineData("committed 2 1 0 0/8 1100\ncommitted 2 2 4 0/5 1100\n")]
    [InlineData("committed 0 2 3\n")]
    [InlineData("something\n")]
    public void A_record_that_contradicts_itself_is_refused(string more) =>
        Assert.Throws<FormatException>(() => LoadRecord.Parse(Two + more));
}

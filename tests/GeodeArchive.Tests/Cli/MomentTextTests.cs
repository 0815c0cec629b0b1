using GeodeArchive.Cli.Commands;

namespace GeodeArchive.Tests.Cli;

/// <summary>Moments as people write them.</summary>
public sealed class MomentTextTests
{
    [Theory]
    [InlineData("1970-01-01 00:00:00 UTC", 0)]
    [InlineData("2026-01-27 14:30:00 UTC", 1_769_524_200_000_000_000)]
    [InlineData("2026-01-27 14:30:00", 1_769_524_200_000_000_000)]
    [InlineData("2026-01-27 14:30 utc", 1_769_524_200_000_000_000)]
    [InlineData("2026-01-27T14:30:00Z", 1_769_524_200_000_000_000)]
    [InlineData("2026-01-27T16:30:00+02:00", 1_769_524_200_000_000_000)]
    [InlineData("2026-01-27 09:00:00 -05:30", 1_769_524_200_000_000_000)]
    [InlineData("2026-01-27 14:30:00.5 UTC", 1_769_524_200_500_000_000)]
    [InlineData("2026-01-27T14:30:00.123456789Z", 1_769_524_200_123_456_789)]
    [InlineData("1969-12-31 23:59:59.999999999 UTC", -1)]
    public void A_moment_is_read(string text, long nanoseconds)
    {
        Assert.True(MomentText.TryParse(text, out var moment));
        Assert.Equal(nanoseconds, moment);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-01-27")]
    [InlineData("2026-13-27 14:30:00")]
    [InlineData("2026-02-30 14:30:00")]
    [InlineData("2026-01-27 24:30:00")]
    [InlineData("2026-01-27 14:30:00.")]
    [InlineData("2026-01-27 14:30:00.1234567891")]
    [InlineData("2026-01-27 14:30.5")]
    [InlineData("2026-01-27 14:30:00 CET")]
    [InlineData("2026-01-27 14:30:00+2")]
    [InlineData("27.01.2026 14:30:00")]
    [InlineData("9999-12-31 00:00:00")]
    public void What_is_no_moment_is_refused(string text) => Assert.False(MomentText.TryParse(text, out _));
}

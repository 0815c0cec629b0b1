using GeodeArchive.Cli.Rendering;
using GeodeArchive.Io.Time;

namespace GeodeArchive.Tests.Cli;

public sealed class TimeTextTests
{
    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(6.24, "6.2 s")]
    [InlineData(59.94, "59.9 s")]
    [InlineData(59.96, "1 min 00 s")]
    [InlineData(185, "3 min 05 s")]
    [InlineData(3599.6, "1 h 00 min")]
    [InlineData(7650, "2 h 07 min")]
    public void Durations_have_two_units_at_most(double seconds, string text) =>
        Assert.Equal(text, TimeText.OfDuration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("2026-01-25T02:00:00.1239+00:00", "2026-01-25 02:00:00", "2026-01-25T02:00:00.123Z")]
    [InlineData("2026-01-25T03:00:00+01:00", "2026-01-25 02:00:00", "2026-01-25T02:00:00.000Z")]
    [InlineData("1969-12-31T23:59:59+00:00", "1969-12-31 23:59:59", "1969-12-31T23:59:59.000Z")]
    public void Moments_are_utc(string moment, string forPeople, string forPrograms)
    {
        var nanoseconds = WallTime.FromDateTime(DateTimeOffset.Parse(moment));
        Assert.Equal(forPeople, TimeText.OfMoment(nanoseconds));
        Assert.Equal(forPrograms, TimeText.ForJson(nanoseconds));
    }
}

using System.Globalization;

namespace GeodeArchive.Configuration.Toml;

/// <summary>A date, a time, or both, as written: without a calendar's arithmetic. What its kind does not have is 0.</summary>
/// <param name="Kind">One of the four kinds of dates and times.</param>
/// <param name="Year">0 to 9999.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to the last of the month.</param>
/// <param name="Hour">0 to 23.</param>
/// <param name="Minute">0 to 59.</param>
/// <param name="Second">0 to 60, which is a leap second.</param>
/// <param name="Nanosecond">0 to 999,999,999; what is finer is cut off.</param>
/// <param name="OffsetMinutes">Local time less UTC.</param>
public readonly record struct TomlDateTime(
    TomlKind Kind, int Year, int Month, int Day, int Hour, int Minute, int Second, int Nanosecond, int OffsetMinutes)
{
    /// <summary>As RFC 3339 has it, with the fraction that is needed.</summary>
    public override string ToString()
    {
        var culture = CultureInfo.InvariantCulture;
        var date = string.Create(culture, $"{Year:D4}-{Month:D2}-{Day:D2}");
        var fraction = Nanosecond == 0 ? string.Empty : string.Create(culture, $".{Nanosecond:D9}").TrimEnd('0');
        var time = string.Create(culture, $"{Hour:D2}:{Minute:D2}:{Second:D2}{fraction}");
        return Kind switch
        {
            TomlKind.LocalDate => date,
            TomlKind.LocalTime => time,
            TomlKind.LocalDateTime => $"{date}T{time}",
            _ => $"{date}T{time}{Offset()}",
        };
    }

    private string Offset()
    {
        var minutes = Math.Abs(OffsetMinutes);
        return OffsetMinutes == 0
            ? "Z"
            : string.Create(CultureInfo.InvariantCulture, $"{(OffsetMinutes < 0 ? '-' : '+')}{minutes / 60:D2}:{minutes % 60:D2}");
    }
}

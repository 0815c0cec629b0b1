using System.Globalization;

namespace GeodeArchive.Configuration.Toml;

/// <summary>Reads dates and times of RFC 3339.</summary>
internal ref struct TomlDateTimeReader
{
    private const int FractionDigits = 9;

    private ReadOnlySpan<char> _rest;
    private string? _reason;

    /// <summary>Reads all of a text.</summary>
    public static bool TryRead(string text, out TomlDateTime value, out string reason)
    {
        var reader = new TomlDateTimeReader { _rest = text };
        value = reader.Read(isTimeOnly: text.Length > 2 && text[2] == ':');
        if (!reader._rest.IsEmpty)
        {
            reader.Refuse($"nothing is expected from '{reader._rest}' on");
        }

        reason = reader._reason ?? string.Empty;
        return reader._reason is null;
    }

    private TomlDateTime Read(bool isTimeOnly)
    {
        var value = default(TomlDateTime) with { Kind = TomlKind.LocalTime };
        if (!isTimeOnly)
        {
            value = ReadDate();
            if (_rest.IsEmpty || _reason is not null)
            {
                return value;
            }

            if (_rest[0] is not ('T' or 't' or ' '))
            {
                Refuse("expected 'T' between date and time");
                return value;
            }

            _rest = _rest[1..];
            value = value with { Kind = TomlKind.LocalDateTime };
        }

        value = ReadTime(value);
        return isTimeOnly || _rest.IsEmpty || _reason is not null ? value : ReadOffset(value);
    }

    private TomlDateTime ReadDate()
    {
        var year = ReadNumber(4, 0, 9999, "the year");
        Take('-');
        var month = ReadNumber(2, 1, 12, "the month");
        Take('-');

        // The year 0 was a leap year, as 4 was; .NET has no year 0.
        var day = ReadNumber(2, 1, DateTime.DaysInMonth(year == 0 ? 4 : year, month), "the day");
        return default(TomlDateTime) with { Kind = TomlKind.LocalDate, Year = year, Month = month, Day = day };
    }

    private TomlDateTime ReadTime(TomlDateTime value)
    {
        var hour = ReadNumber(2, 0, 23, "the hour");
        Take(':');
        var minute = ReadNumber(2, 0, 59, "the minute");
        Take(':');
        var second = ReadNumber(2, 0, 60, "the second");
        return value with { Hour = hour, Minute = minute, Second = second, Nanosecond = ReadFraction() };
    }

    private int ReadFraction()
    {
        if (_rest.IsEmpty || _rest[0] != '.')
        {
            return 0;
        }

        var digits = 0;
        var value = 0;
        for (_rest = _rest[1..]; !_rest.IsEmpty && char.IsAsciiDigit(_rest[0]); _rest = _rest[1..])
        {
            value = digits < FractionDigits ? (value * 10) + (_rest[0] - '0') : value;
            digits++;
        }

        if (digits == 0)
        {
            Refuse("expected digits after '.'");
        }

        for (; digits < FractionDigits; digits++)
        {
            value *= 10;
        }

        return value;
    }

    private TomlDateTime ReadOffset(TomlDateTime value)
    {
        var sign = _rest[0];
        if (sign is not ('Z' or 'z' or '+' or '-'))
        {
            Refuse($"nothing is expected from '{_rest}' on");
            return value;
        }

        _rest = _rest[1..];
        var minutes = 0;
        if (sign is '+' or '-')
        {
            minutes = 60 * ReadNumber(2, 0, 23, "the hours of the offset");
            Take(':');
            minutes += ReadNumber(2, 0, 59, "the minutes of the offset");
        }

        return value with { Kind = TomlKind.OffsetDateTime, OffsetMinutes = sign == '-' ? -minutes : minutes };
    }

    private int ReadNumber(int digits, int least, int most, string what)
    {
        if (_rest.Length < digits || _rest[..digits].IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            Refuse($"{what} has {digits} digits");
            return least;
        }

        var value = int.Parse(_rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
        _rest = _rest[digits..];
        if (value < least || value > most)
        {
            Refuse($"{what} is from {least} to {most}");
            return least;
        }

        return value;
    }

    private void Take(char expected)
    {
        if (_rest.IsEmpty || _rest[0] != expected)
        {
            Refuse($"expected '{expected}'");
            return;
        }

        _rest = _rest[1..];
    }

    // The first reason is the one to tell.
    private void Refuse(string reason) => _reason ??= reason;
}

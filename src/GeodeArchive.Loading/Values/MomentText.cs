using System.Globalization;
using System.Text;
using GeodeArchive.Format;

namespace GeodeArchive.Loading.Values;

/// <summary>
/// Moments as text: <c>2026-01-27T14:30:00.5+01:00[Europe/Berlin]</c>. Seconds, fraction, offset and zone may be missing; without an
/// offset it is UTC.
/// </summary>
internal ref struct MomentText
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const int FractionDigits = 9;
    private const int OffsetHoursMax = 18;

    private ReadOnlySpan<byte> _rest;
    private bool _isWrong;

    /// <summary>Reads a moment.</summary>
    public static ZonedTime? TryParse(ReadOnlySpan<byte> text)
    {
        var reader = new MomentText { _rest = text };
        return reader.Read();
    }

    /// <summary>Writes a moment, as it is read.</summary>
    public static string Show(ZonedTime time)
    {
        var culture = CultureInfo.InvariantCulture;
        var local = Int128.CreateChecked(time.Nanoseconds) + ((Int128)time.OffsetSeconds * NanosecondsPerSecond);
        var nanoseconds = (long)(((local % NanosecondsPerSecond) + NanosecondsPerSecond) % NanosecondsPerSecond);
        var seconds = (long)((local - nanoseconds) / NanosecondsPerSecond);
        var text = new StringBuilder(DateTime.UnixEpoch.AddSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ss", culture));
        if (nanoseconds != 0)
        {
            text.Append(culture, $".{nanoseconds:D9}");
        }

        AppendOffset(text, time.OffsetSeconds);
        return time.Zone.Length == 0 ? text.ToString() : text.Append('[').Append(time.Zone).Append(']').ToString();
    }

    private static void AppendOffset(StringBuilder text, int offset)
    {
        if (offset == 0)
        {
            text.Append('Z');
            return;
        }

        var size = Math.Abs(offset);
        text.Append(CultureInfo.InvariantCulture, $"{(offset < 0 ? '-' : '+')}{size / 3600:D2}:{size / 60 % 60:D2}");
        if (size % 60 != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $":{size % 60:D2}");
        }
    }

    private ZonedTime? Read()
    {
        var year = Number(4, 1, 9999);
        Take('-');
        var month = Number(2, 1, 12);
        Take('-');
        var day = Number(2, 1, _isWrong ? 1 : DateTime.DaysInMonth(year, month));
        long seconds = 0;
        long nanoseconds = 0;
        if (!_rest.IsEmpty && _rest[0] is (byte)'T' or (byte)'t' or (byte)' ')
        {
            _rest = _rest[1..];
            seconds = Number(2, 0, 23) * 3600;
            Take(':');
            seconds += Number(2, 0, 59) * 60;
            seconds += TryTake(':') ? Number(2, 0, 59) : 0;
            nanoseconds = TryTake('.') ? Fraction() : 0;
        }

        var offset = Offset();
        var zone = Zone();
        if (_isWrong || !_rest.IsEmpty)
        {
            return null;
        }

        var days = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Days;
        var total = (((Int128)(days * 86_400L) + seconds - offset) * NanosecondsPerSecond) + nanoseconds;
        return total >= long.MinValue && total <= long.MaxValue ? new ZonedTime((long)total, offset, zone) : null;
    }

    private long Fraction()
    {
        long value = 0;
        var digits = 0;
        for (; !_rest.IsEmpty && char.IsAsciiDigit((char)_rest[0]); _rest = _rest[1..])
        {
            value = (value * 10) + (_rest[0] - '0');
            _isWrong |= ++digits > FractionDigits;
            if (_isWrong)
            {
                return 0;
            }
        }

        _isWrong |= digits == 0;
        for (; digits < FractionDigits; digits++)
        {
            value *= 10;
        }

        return value;
    }

    private int Offset()
    {
        if (_rest.IsEmpty || TryTake('Z') || TryTake('z') || _rest[0] is not ((byte)'+' or (byte)'-'))
        {
            return 0;
        }

        var sign = _rest[0] == '-' ? -1 : 1;
        _rest = _rest[1..];
        var offset = Number(2, 0, OffsetHoursMax) * 3600;
        if (TryTake(':'))
        {
            offset += Number(2, 0, 59) * 60;
            offset += TryTake(':') ? Number(2, 0, 59) : 0;
        }
        else if (!_rest.IsEmpty && _rest[0] != '[')
        {
            offset += Number(2, 0, 59) * 60;
        }

        _isWrong |= offset > OffsetHoursMax * 3600;
        return sign * offset;
    }

    private string Zone()
    {
        if (!TryTake('['))
        {
            return string.Empty;
        }

        var end = _rest.IndexOf((byte)']');
        _isWrong |= end is < 1 or > 64;
        if (_isWrong)
        {
            return string.Empty;
        }

        var zone = Encoding.UTF8.GetString(_rest[..end]);
        _rest = _rest[(end + 1)..];
        return zone;
    }

    private int Number(int digits, int least, int most)
    {
        var value = 0;
        _isWrong |= _rest.Length < digits;
        for (var i = 0; i < digits && !_isWrong; i++)
        {
            _isWrong |= _rest[i] is < (byte)'0' or > (byte)'9';
            value = (value * 10) + (_rest[i] - '0');
        }

        _isWrong |= value < least || value > most;
        _rest = _isWrong ? default : _rest[digits..];
        return _isWrong ? least : value;
    }

    private void Take(char expected) => _isWrong |= !TryTake(expected);

    private bool TryTake(char expected)
    {
        if (_rest.IsEmpty || _rest[0] != expected)
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }
}

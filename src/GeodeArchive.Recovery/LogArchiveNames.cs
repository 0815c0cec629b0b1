using System.Globalization;
using GeodeArchive.Format;
using GeodeArchive.Objects;

namespace GeodeArchive.Recovery;

/// <summary>Where everything lies in a WAL archive; see format-spec/wal-archive.md.</summary>
public static class LogArchiveNames
{
    private const string CoveredFolder = "covered";
    private const int GroupDigits = 8;
    private const int LsnDigits = 16;

    /// <summary>The file that makes a place a WAL archive.</summary>
    public static ObjectKey Repository { get; } = ObjectKey.From("repository");

    /// <summary>The file of a timeline.</summary>
    public static ObjectKey Timeline(TimelineId timeline) => ObjectKey.From($"{timeline}/timeline");

    /// <summary>What everything of a timeline is below.</summary>
    public static string TimelinePrefix(TimelineId timeline) => $"{timeline}/";

    /// <summary>What the objects of a group are below.</summary>
    public static string GroupPrefix(TimelineId timeline, uint group) =>
        string.Create(CultureInfo.InvariantCulture, $"{timeline}/{group:x8}/");

    /// <summary>A log object.</summary>
    public static ObjectKey Object(TimelineId timeline, uint group, Lsn start) =>
        ObjectKey.From(string.Create(CultureInfo.InvariantCulture, $"{GroupPrefix(timeline, group)}{start.Value:x16}"));

    /// <summary>What the notes of a timeline are below.</summary>
    public static string CoveredPrefix(TimelineId timeline) => $"{timeline}/{CoveredFolder}/";

    /// <summary>A note that the archive held everything up to a place at a time.</summary>
    public static ObjectKey Covered(TimelineId timeline, Lsn lsn, long time) =>
        ObjectKey.From(string.Create(CultureInfo.InvariantCulture, $"{CoveredPrefix(timeline)}{lsn.Value:x16}-{time:x16}"));

    /// <summary>The group of a name directly below a timeline, if it is one.</summary>
    public static bool TryParseGroup(string folder, out uint group)
    {
        var isNumber = TryParseHex(folder, GroupDigits, out var value);
        group = (uint)value;
        return isNumber;
    }

    /// <summary>The start of an object by the last part of its key, if it is one.</summary>
    public static bool TryParseObject(ObjectKey key, out Lsn start)
    {
        var isNumber = TryParseHex(LastPart(key), LsnDigits, out var value);
        start = new Lsn(value);
        return isNumber;
    }

    /// <summary>Place and time of a note by the last part of its key, if it is one.</summary>
    public static bool TryParseCovered(ObjectKey key, out Lsn lsn, out long time)
    {
        var name = LastPart(key);
        lsn = default;
        time = 0;
        if (name.Length != (2 * LsnDigits) + 1
            || name[LsnDigits] != '-'
            || !TryParseHex(name[..LsnDigits], LsnDigits, out var place)
            || !TryParseHex(name[(LsnDigits + 1)..], LsnDigits, out var moment))
        {
            return false;
        }

        lsn = new Lsn(place);
        time = (long)moment;
        return time >= 0;
    }

    private static ReadOnlySpan<char> LastPart(ObjectKey key) => key.Text.AsSpan(key.Text.LastIndexOf('/') + 1);

    private static bool TryParseHex(ReadOnlySpan<char> text, int digits, out ulong value)
    {
        value = 0;
        return text.Length == digits
            && !text.ContainsAnyInRange('A', 'F')
            && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}

using System.Globalization;
using GeodeArchive.Configuration.Toml;
using GeodeArchive.Configuration.Values;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Configuration.Keys;

/// <summary>The types of values.</summary>
internal static class SettingTypes
{
    /// <summary>True or false.</summary>
    public static SettingType<bool> Boolean { get; } = new(
        "true or false",
        (value, fail) => Demand(value, TomlKind.Boolean, fail).AsBoolean(),
        value => value ? "true" : "false");

    /// <summary>Text that is not empty.</summary>
    public static SettingType<string> Text { get; } = new("a string", ReadText, TomlText.Quote);

    /// <summary>A path from the root on: nobody knows which directory a server will be started in.</summary>
    public static SettingType<FilePath?> Path { get; } = new("an absolute path", ReadPath, value => TomlText.Quote(value.ToString()!));

    /// <summary>When something is to be done.</summary>
    public static SettingType<string> Schedule { get; } = new("a schedule of five fields, as cron has them", ReadSchedule, TomlText.Quote);

    /// <summary>Host and port.</summary>
    public static SettingType<NetworkAddress> Address { get; } = new(
        "HOST:PORT",
        (value, fail) => NetworkAddress.TryParse(ReadText(value, fail))
            ?? throw fail(value.Place, $"must be HOST:PORT, not {TomlText.Show(value)}"),
        value => TomlText.Quote(value.ToString()));

    /// <summary>How something is compressed.</summary>
    public static SettingType<string> Compression { get; } = Choice("none", "lz4", "zstd", "gzip");

    /// <summary>A whole number in a range.</summary>
    public static SettingType<long> Integer(long least, long most) => new(
        $"an integer from {least} to {most}",
        (value, fail) => Demand(value, TomlKind.Integer, fail).AsInteger() is var number && number >= least && number <= most
            ? number
            : throw fail(value.Place, $"must be from {least} to {most}, not {number}"),
        value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>One of a few words.</summary>
    public static SettingType<string> Choice(params string[] words) => new(
        string.Join(" or ", words.Select(TomlText.Quote)),
        (value, fail) => ReadText(value, fail) is var text && words.Contains(text)
            ? text
            : throw fail(value.Place, $"cannot be {TomlText.Quote(text)}", Nearest.Hint(text, words)
                ?? $"one of {string.Join(", ", words)}"),
        TomlText.Quote);

    /// <summary>A value that must be of one kind.</summary>
    public static TomlValue Demand(TomlValue value, TomlKind kind, SettingFailure fail) => value.Kind == kind
        ? value
        : throw fail(value.Place, $"must be {TomlText.NameOf(kind)}, not {TomlText.NameOf(value.Kind)}");

    private static string ReadText(TomlValue value, SettingFailure fail) =>
        Demand(value, TomlKind.String, fail).AsText() is { Length: > 0 } text ? text : throw fail(value.Place, "must not be empty");

    private static FilePath? ReadPath(TomlValue value, SettingFailure fail)
    {
        var text = ReadText(value, fail);
        return text.StartsWith('/') && !text.Contains('\0', StringComparison.Ordinal)
            ? FilePath.From(text)
            : throw fail(value.Place, $"must be an absolute path, not {TomlText.Quote(text)}");
    }

    private static string ReadSchedule(TomlValue value, SettingFailure fail) =>
        ReadText(value, fail) is var text && CronText.IsValid(text, out var reason)
            ? text
            : throw fail(value.Place, $"is no schedule: {TomlText.Quote(text)} {reason}", "\"0 2 * * 0\" is at 02:00 on Sundays");
}

using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using GeodeArchive.Backup.Filtering;
using GeodeArchive.Backup.Viewing;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Cli.Commands;

/// <summary>
/// Reads the values of options and arguments. A value that begins with a dash is refused: it is an option that this program does
/// not have, and must not be taken for the name of a directory.
/// </summary>
internal static class ArgumentValues
{
    private const int WorkerCountMax = 256;
    private const int SecondsMax = 600;
    private const int CountMax = 100_000;
    private const int AgeDaysMax = 36_500;

    /// <summary>The names of --type, in the order of the help.</summary>
    public static IReadOnlyList<string> TypeNames { get; } = ["full", "incremental", "differential"];

    /// <summary>The names of --compress, in the order of the help.</summary>
    public static IReadOnlyList<string> CompressionNames { get; } = ["none", "lz4", "zstd", "gzip"];

    /// <summary>A path.</summary>
    public static FilePath? ReadPath(ArgumentResult argument) => Read(argument, text => (FilePath?)FilePath.From(text));

    /// <summary>ROOT/NAME.</summary>
    public static BackupPlace? ReadPlace(ArgumentResult argument) => Read(argument, BackupPlace.Parse);

    /// <summary>One or more of ROOT/NAME.</summary>
    public static IReadOnlyList<BackupPlace>? ReadPlaces(ArgumentResult argument)
    {
        var places = new List<BackupPlace>();
        foreach (var token in argument.Tokens)
        {
            if (Read(argument, token.Value, BackupPlace.Parse) is { } place)
            {
                places.Add(place);
            }
        }

        return places;
    }

    /// <summary>A number of things to keep.</summary>
    public static int ReadCount(ArgumentResult argument) => Read(argument, text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= CountMax
            ? count
            : throw new UsageException($"'{text}' is not a number from 0 to {CountMax}"));

    /// <summary>An age: 90m, 24h, 30d, 8w.</summary>
    public static TimeSpan? ReadAge(ArgumentResult argument) => Read(argument, text =>
    {
        var minutes = text.Length == 0 ? 0 : text[^1] switch { 'm' => 1L, 'h' => 60, 'd' => 24 * 60, 'w' => 7 * 24 * 60, _ => 0 };
        var digits = text.AsSpan(0, Math.Max(text.Length - 1, 0));
        var isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        return isNumber && minutes > 0 && count * minutes <= AgeDaysMax * 24L * 60
            ? (TimeSpan?)TimeSpan.FromMinutes(count * minutes)
            : throw new UsageException($"'{text}' is not an age: use a number with m, h, d or w, such as 30d");
    });

    /// <summary>A path in a backup.</summary>
    public static TreePath? ReadTreePath(ArgumentResult argument) => Read(argument, TreePath.Parse);

    /// <summary>A backup type.</summary>
    public static BackupType ReadType(ArgumentResult argument) => Read(argument, text => text switch
    {
        "full" => BackupType.Full,
        "incremental" => BackupType.Incremental,
        "differential" => BackupType.Differential,
        _ => throw new UsageException($"there is no backup type '{text}': use {string.Join(", ", TypeNames)}"),
    });

    /// <summary>An algorithm with or without a level.</summary>
    public static CompressionSettings ReadCompression(ArgumentResult argument) => Read(argument, text =>
        CompressionSettings.TryParse(text, out var settings, out var reason) ? settings : throw new UsageException(reason));

    /// <summary>A number of workers.</summary>
    public static int ReadWorkerCount(ArgumentResult argument) => Read(argument, text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= WorkerCountMax
            ? count
            : throw new UsageException($"'{text}' is not a number of workers from 1 to {WorkerCountMax}"));

    /// <summary>A duration in whole seconds.</summary>
    public static int ReadSeconds(ArgumentResult argument) => Read(argument, text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= SecondsMax
            ? seconds
            : throw new UsageException($"'{text}' is not a number of seconds from 1 to {SecondsMax}"));

    /// <summary>Whatever <paramref name="read"/> makes of the text.</summary>
    public static T? ReadWith<T>(ArgumentResult argument, Func<string, T> read) => Read(argument, read);

    /// <summary>Patterns for paths, one for each time that the option was given.</summary>
    public static IReadOnlyList<PathPattern> ReadPatterns(ArgumentResult argument) =>
        [.. argument.Tokens.Select(token => Read(argument, token.Value, ParsePattern)).OfType<PathPattern>()];

    private static PathPattern ParsePattern(string text) =>
        PathPattern.TryParse(Encoding.UTF8.GetBytes(text), out var pattern, out var reason)
            ? pattern!
            : throw new UsageException($"'{text}' is no pattern: {reason}");

    private static T? Read<T>(ArgumentResult argument, Func<string, T> read) => Read(argument, argument.Tokens[0].Value, read);

    private static T? Read<T>(ArgumentResult argument, string text, Func<string, T> read)
    {
        // Whether it is an argument or an option that is not known depends on what was before it: see CommandLine.
        if (text.StartsWith('-') && argument.Parent is OptionResult option)
        {
            argument.AddError(
                $"option '{option.Option.Name}' needs a value, not '{text}'; a name that begins with a dash is written ./{text}");
            return default;
        }

        try
        {
            return read(text);
        }
        catch (UsageException error)
        {
            argument.AddError(error.Message);
        }
        catch (FileException error)
        {
            argument.AddError(error.Message);
        }

        return default;
    }
}

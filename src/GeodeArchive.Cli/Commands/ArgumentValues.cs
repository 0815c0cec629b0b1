using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using GeodeArchive.Backup.Filtering;
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

    /// <summary>The names of --type, in the order of the help.</summary>
    public static IReadOnlyList<string> TypeNames { get; } = ["full", "incremental", "differential"];

    /// <summary>The names of --compress, in the order of the help.</summary>
    public static IReadOnlyList<string> CompressionNames { get; } = ["none", "lz4", "zstd", "gzip"];

    /// <summary>A path.</summary>
    public static FilePath? ReadPath(ArgumentResult argument) => Read(argument, text => (FilePath?)FilePath.From(text));

    /// <summary>ROOT/NAME.</summary>
    public static BackupPlace? ReadPlace(ArgumentResult argument) => Read(argument, BackupPlace.Parse);

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
        if (text.StartsWith('-'))
        {
            argument.AddError(argument.Parent is OptionResult option
                ? $"option '{option.Option.Name}' needs a value, not '{text}'; a name that begins with a dash is written ./{text}"
                : $"unknown option '{text}'");
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

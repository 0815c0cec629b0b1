using System.CommandLine;
using GeodeArchive.Io.Files;
using GeodeArchive.Loading;

namespace GeodeArchive.Cli.Commands;

/// <summary>The options that name files to load.</summary>
internal static class InputArguments
{
    /// <summary>Names of the formats, in the order of the help.</summary>
    private static readonly string[] FormatNames = ["csv", "tsv", "jsonl"];

    /// <summary>--nodes or --relationships.</summary>
    public static Option<IReadOnlyList<string>> FilesOption(string name, string description, string value) => new(name)
    {
        Description = description,
        HelpName = value,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = argument => [.. argument.Tokens.Select(token => token.Value)],
        DefaultValueFactory = _ => [],
    };

    /// <summary>--format.</summary>
    public static Option<InputFormat?> FormatOption(string description) => new("--format")
    {
        Description = description,
        HelpName = string.Join('|', FormatNames),
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = argument => ArgumentValues.ReadWith(argument, text => Array.IndexOf(FormatNames, text) is var index and >= 0
            ? (InputFormat?)(index + 1)
            : throw new UsageException($"there is no format '{text}': use {string.Join(", ", FormatNames)}")),
    };

    /// <summary>Reads <c>[LABEL[:LABEL]...=]FILE</c> or <c>[TYPE=]FILE</c>.</summary>
    /// <exception cref="UsageException">It names no file, or one whose format nobody says.</exception>
    public static LoadInput Parse(string text, bool isRelationships, InputFormat? format)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var hasNames = equals > 0 && (slash < 0 || equals < slash);
        var before = hasNames ? text[..equals] : string.Empty;
        string[] names = isRelationships && hasNames ? [before] : before.Split(':', StringSplitOptions.RemoveEmptyEntries);
        var path = hasNames ? text[(equals + 1)..] : text;
        return new LoadInput(FilePath.From(path), isRelationships, names, format ?? FormatOf(path));
    }

    private static InputFormat FormatOf(string path) => path[(path.LastIndexOf('.') + 1)..].ToLowerInvariant() switch
    {
        "csv" => InputFormat.Csv,
        "tsv" => InputFormat.Tsv,
        "jsonl" or "ndjson" or "json" => InputFormat.JsonLines,
        _ => throw new UsageException($"the name of {path} does not say its format", "end it in .csv, .tsv or .jsonl, or say --format"),
    };
}

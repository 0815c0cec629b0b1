using System.CommandLine;
using GeodeArchive.Backup.Filtering;
using GeodeArchive.Backup.Viewing;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Cli.Commands;

/// <summary>Makes the options that commands share.</summary>
internal static class CommandOptions
{
    /// <summary>Says for completion that a value is a directory.</summary>
    public const string Directory = "DIR";

    /// <summary>Says for completion that a value is a file.</summary>
    public const string File = "FILE";

    /// <summary>Says for completion that a value is a backup file.</summary>
    public const string Place = "ROOT/NAME";

    /// <summary>Says what a backup that is read is named by.</summary>
    public const string InputDescription = "its archive root and its name in it, or the file of an export.";

    /// <summary>An option whose value is a directory.</summary>
    public static Option<FilePath?> DirectoryOption(string name, string description, bool isRequired = true) => new(name)
    {
        Description = description,
        HelpName = Directory,
        Required = isRequired,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ArgumentValues.ReadPath,
    };

    /// <summary>An archive root that may be left out.</summary>
    /// <param name="elsewhere">Where it is looked for before the default.</param>
    public static Argument<FilePath?> RootArgument(string elsewhere = "") => new("ROOT")
    {
        Description = $"The archive root. Without it: {elsewhere}[backup] directory of the configuration, "
            + $"{ArchiveRoot.Usual} without that.",
        HelpName = Directory,
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = ArgumentValues.ReadPath,
    };

    /// <summary>An option whose value is a file.</summary>
    public static Option<FilePath?> FileOption(string name, string description, bool isRequired = false) => new(name)
    {
        Description = description,
        HelpName = File,
        Required = isRequired,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ArgumentValues.ReadPath,
    };

    /// <summary>One or more backups.</summary>
    public static Argument<IReadOnlyList<BackupPlace>?> PlacesArgument(string description) => new("ROOT/NAME")
    {
        Description = description,
        HelpName = Place,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = ArgumentValues.ReadPlaces,
    };

    /// <summary>--dry-run.</summary>
    public static Option<bool> DryRunOption() => Flag("--dry-run", "Say what would be done, and write nothing.");

    /// <summary>An option whose value is an age.</summary>
    public static Option<TimeSpan?> AgeOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "AGE",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ArgumentValues.ReadAge,
    };

    /// <summary>An option whose value is a number of things.</summary>
    public static Option<int> CountOption(string name, string description, int without) => new(name)
    {
        Description = description,
        HelpName = "N",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ArgumentValues.ReadCount,
        DefaultValueFactory = _ => without,
    };

    /// <summary>An option whose value is a backup.</summary>
    public static Option<BackupPlace?> PlaceOption(string name, string description, bool isRequired = true) => new(name)
    {
        Description = description,
        HelpName = Place,
        Required = isRequired,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ArgumentValues.ReadPlace,
    };

    /// <summary>An argument that is a backup.</summary>
    public static Argument<BackupPlace?> PlaceArgument(string description, string name = Place) => new(name)
    {
        Description = description,
        HelpName = Place,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ArgumentValues.ReadPlace,
    };

    /// <summary>An argument that is a path in a backup.</summary>
    public static Argument<TreePath?> TreePathArgument(string description, bool isRequired = false) => new("PATH")
    {
        Description = description + " Relative to what was backed up; bytes that are not UTF-8 are written \\xNN.",
        HelpName = "PATH",
        Arity = isRequired ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
        CustomParser = ArgumentValues.ReadTreePath,
    };

    /// <summary>--type.</summary>
    public static Option<BackupType> TypeOption() => new("--type")
    {
        Description = "What is read: full, incremental (what changed since the newest backup of the chain) or differential "
            + "(what changed since the full).",
        HelpName = string.Join('|', ArgumentValues.TypeNames),
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ArgumentValues.ReadType,
        DefaultValueFactory = _ => BackupType.Full,
    };

    /// <summary>--compress.</summary>
    public static Option<CompressionSettings> CompressionOption() => new("--compress")
    {
        Description = "none, lz4, zstd or gzip, the last three with a level if you like: zstd:9. Without it: zstd.",
        HelpName = string.Join('|', ArgumentValues.CompressionNames) + "[:LEVEL]",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ArgumentValues.ReadCompression,
        DefaultValueFactory = _ => CompressionSettings.Default,
    };

    /// <summary>--parallel.</summary>
    public static Option<int> ParallelOption() => new("--parallel")
    {
        Description = "Number of workers. Without it: as many as keep processors and disk busy.",
        HelpName = "N",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ArgumentValues.ReadWorkerCount,
    };

    /// <summary>--json.</summary>
    public static Option<bool> JsonOption() => Flag("--json", "Print the result as one JSON object; no progress.");

    /// <summary>An option whose value is a file.</summary>
    public static Option<FilePath?> FileOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = File,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ArgumentValues.ReadPath,
    };

    /// <summary>An option whose values are patterns, each given with the option's name.</summary>
    public static Option<IReadOnlyList<PathPattern>> PatternOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "PATTERN",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = ArgumentValues.ReadPatterns,
    };

    /// <summary>An option without a value.</summary>
    public static Option<bool> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };
}

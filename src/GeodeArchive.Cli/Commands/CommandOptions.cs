using System.CommandLine;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Cli.Commands;

/// <summary>Makes the options that commands share.</summary>
internal static class CommandOptions
{
    /// <summary>Says for completion that a value is a directory.</summary>
    public const string Directory = "DIR";

    /// <summary>Says for completion that a value is a backup file.</summary>
    public const string Place = "ROOT/NAME";

    /// <summary>An option whose value is a directory.</summary>
    public static Option<FilePath?> DirectoryOption(string name, string description, bool isRequired = true) => new(name)
    {
        Description = description,
        HelpName = Directory,
        Required = isRequired,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ArgumentValues.ReadPath,
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
        Description = "Number of workers. Without it: two for each processor, one for a database.",
        HelpName = "N",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ArgumentValues.ReadWorkerCount,
    };

    /// <summary>--json.</summary>
    public static Option<bool> JsonOption() => Flag("--json", "Print the result as one JSON object; no progress.");

    /// <summary>An option without a value.</summary>
    public static Option<bool> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };
}

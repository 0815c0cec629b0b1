using System.CommandLine;
using System.Text;
using GeodeArchive.Codecs;
using GeodeArchive.Configuration;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Loading;
using GeodeArchive.Objects;
using GeodeArchive.Recovery;
using GeodeArchive.Recovery.Seeking;
using GeodeArchive.Repository;
using GeodeArchive.Store;

namespace GeodeArchive.Cli.Rendering;

/// <summary>Says on standard error why a command failed, and what to do next.</summary>
internal static class FailureText
{
    /// <summary>Writes a failure: "geode-archive: MESSAGE", then "hint: ...".</summary>
    public static void Write(ICommandConsole console, Exception failure, Command command)
    {
        if (failure is QueueFailedException { InnerException: { } cause })
        {
            failure = cause;
        }

        try
        {
            console.Error.WriteLine(Printable($"{CommandContext.ProgramName}: {Describe(failure)}"));
            if (HintFor(failure, command) is { } hint)
            {
                WriteHint(console, hint);
            }

            if (console.Environment.ShowsStackTraces)
            {
                console.Error.WriteLine(failure.ToString());
            }
        }
        catch (Exception error) when (IsStreamFailure(error))
        {
            // There is nobody left to tell; the exit code says it.
        }
    }

    /// <summary>Writes what to do next.</summary>
    public static void WriteHint(ICommandConsole console, string hint) => console.Error.WriteLine(Printable($"hint: {hint}"));

    /// <summary>A sentence of the parser as this program writes messages: lower case, without a full stop.</summary>
    public static string OwnWords(string sentence)
    {
        var text = sentence.TrimEnd('.');
        return text.Length > 0 ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }

    /// <summary>The words that lead from the program to a command: "geode-archive backup list".</summary>
    public static string PathOf(Command command)
    {
        var parent = command.Parents.OfType<Command>().FirstOrDefault();
        return parent is null ? command.Name : $"{PathOf(parent)} {command.Name}";
    }

    /// <summary>The words of a command without the program's: "backup list".</summary>
    public static string CommandOf(Command command) => PathOf(command)[(CommandContext.ProgramName.Length + 1)..];

    private static bool IsExpected(Exception failure) =>
        failure is UsageException or RepositoryException or StoreException or LogArchiveException
            or TargetUnreachableException or ConfigurationException or LoadException or ObjectException or CodecException or FileException
        || IsStreamFailure(failure);

    /// <summary>A standard stream is closed, or what is behind it is full.</summary>
    private static bool IsStreamFailure(Exception failure) =>
        failure is (IOException and not FileException) or UnauthorizedAccessException;

    private static string Describe(Exception failure) => failure switch
    {
        _ when DamageText.TryOf(failure) is { } damage => damage,
        _ when IsStreamFailure(failure) => $"cannot write to the standard streams: {failure.Message}",
        _ when IsExpected(failure) => failure.Message,
        _ => $"{failure.GetType().Name}: {failure.Message} (this is a bug)",
    };

    private static string? HintFor(Exception failure, Command command) => failure switch
    {
        UsageException usage => usage.Hint ?? $"{PathOf(command)} --help",
        RepositoryException { Hint: { } hint } => hint,
        StoreException { Hint: { } hint } => hint,
        LogArchiveException { Hint: { } hint } => hint,
        TargetUnreachableException error => error.Hint,
        ConfigurationException { Hint: { } hint } => hint,
        LoadException { Hint: { } hint } => hint,
        _ when IsStreamFailure(failure) => "what was asked for may have been done: look before you run it again",
        _ when IsExpected(failure) => FileHintFor(failure),
        _ => "run it again with GEODE_DEBUG=1 to see where it happened, and report it",
    };

    /// <summary>What to do about the file operation that is at the bottom of a failure, if one is.</summary>
    private static string? FileHintFor(Exception? failure) => failure switch
    {
        null => null,
        FileException error => FileErrorText.HintFor(error.Error),
        _ => FileHintFor(failure.InnerException),
    };

    // Names in messages are shown safely where they are made; what the user typed may hold anything.
    private static string Printable(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (char.IsControl(letter))
            {
                safe.Append($"\\x{(int)letter:x2}");
            }
            else
            {
                safe.Append(letter);
            }
        }

        return safe.ToString();
    }
}

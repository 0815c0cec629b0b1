using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using GeodeArchive.Inspect.Inspecting;
using GeodeArchive.Inspect.Reporting;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Keys;

namespace GeodeArchive.Inspect;

/// <summary>A whole run of geode-inspect, as a function of a machine, a console and arguments.</summary>
public static class InspectCommandLine
{
    private const string ProgramName = "geode-inspect";
    private const int BufferSize = 64 << 10;

    // No @FILE arguments: a name may begin with @, and files are read through the machine only.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>Runs the program. A closed output ends it without a complaint.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(Machine machine, InspectConsole console, params string[] arguments)
    {
        var command = new InspectCommand();
        var parsed = CommandLineParser.Parse(command, arguments, Parsing);
        if (parsed.GetValue(command.Help))
        {
            return Print(console, HelpText.Full);
        }

        if (parsed.GetValue(command.Version))
        {
            return Print(console, $"{ProgramName} {typeof(InspectCommandLine).Assembly.GetName().Version!.ToString(fieldCount: 3)}\n");
        }

        if (command.FindMistake(parsed, arguments) is { } mistake)
        {
            console.Error.WriteLine($"{ProgramName}: {mistake}");
            console.Error.WriteLine(HelpText.Hint);
            return ExitCodes.Usage;
        }

        return command.IsCompletion(parsed)
            ? Print(console, command.CompletionFor(parsed))
            : Inspect(machine, console, command.OptionsFrom(parsed));
    }

    private static int Inspect(Machine machine, InspectConsole console, InspectOptions options)
    {
        var code = ExitCodes.Intact;
        try
        {
            var output = new BufferedStream(console.Output, BufferSize);
            var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: -1, leaveOpen: true);
            IReport report = options.IsJson ? new JsonReport(output) : new TextReport(text);
            using var secret = ReadSecret(machine, options);
            var inspection = new FileInspection(machine, report, options, secret is null ? null : new EncryptedDomains(machine, secret));
            foreach (var file in options.Files)
            {
                code = ExitCodes.Worse(code, Inspect(inspection, console, file));
                text.Flush();
                output.Flush();
            }
        }
        catch (FileException error) when (error.Error == FileError.Closed)
        {
            // Whoever read the output has seen enough.
        }
        catch (FileException error)
        {
            console.Error.WriteLine($"{ProgramName}: {error.Message}");
            return ExitCodes.Failed;
        }
        catch (RepositoryException error)
        {
            return Say(console, error);
        }

        return code;
    }

    private static int Inspect(FileInspection inspection, InspectConsole console, string file)
    {
        try
        {
            return inspection.Run(file);
        }
        catch (FileException error) when (error.Error != FileError.Closed)
        {
            console.Error.WriteLine($"{ProgramName}: {error.Message}");
            return error.Error is FileError.NotFound or FileError.NotADirectory ? ExitCodes.NotFound : ExitCodes.Failed;
        }
        catch (RepositoryException error)
        {
            return Say(console, error);
        }
    }

    private static KeySecret? ReadSecret(Machine machine, InspectOptions options) =>
        options.KeyFile is { } keyFile ? KeyFile.ReadKey(machine, FilePath.From(keyFile))
        : options.PassphraseFile is { } passphraseFile ? KeyFile.ReadPassphrase(machine, FilePath.From(passphraseFile))
        : null;

    private static int Say(InspectConsole console, RepositoryException error)
    {
        console.Error.WriteLine($"{ProgramName}: {error.Message}");
        if (error.Hint is { } hint)
        {
            console.Error.WriteLine($"HINT: {hint}");
        }

        return error.Error switch
        {
            RepositoryError.Key => ExitCodes.Key,
            RepositoryError.Damaged => ExitCodes.Damaged,
            _ => ExitCodes.Failed,
        };
    }

    private static int Print(InspectConsole console, string text)
    {
        try
        {
            console.Output.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (FileException error) when (error.Error == FileError.Closed)
        {
            // As above.
        }

        return ExitCodes.Intact;
    }
}

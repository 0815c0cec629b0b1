using System.CommandLine;
using System.CommandLine.Parsing;
using GeodeArchive.Cli.Commands;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Cli;

/// <summary>A whole program run, as a function of a machine, a console and arguments.</summary>
internal static class CommandLine
{
    // No @FILE arguments: a name may begin with @, and files are read through the machine only.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>Runs the program.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(Machine machine, ICommandConsole console, string[] arguments)
    {
        var context = new CommandContext(machine, console);
        var program = new ProgramCommand(context);
        var parsed = CommandLineParser.Parse(program, arguments, Parsing);
        var command = parsed.CommandResult.Command;
        var exitCode = ExitCodes.Done;
        try
        {
            exitCode = Run(context, program, parsed);
            console.Output.Flush();
            return exitCode;
        }
        catch (FileException closed) when (closed.Error == FileError.Closed)
        {
            // Whoever read the output has seen enough.
            return exitCode;
        }
        catch (Exception failure)
        {
            FailureText.Write(console, failure, command);
            return ExitCodes.Of(failure);
        }
    }

    private static int Run(CommandContext context, ProgramCommand program, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.GetResult(program.Help) is not null)
        {
            HelpText.Write(context.Console.Output, command);
            return ExitCodes.Done;
        }

        if (command is not RunnableCommand runnable)
        {
            return program.RunGroup(parsed);
        }

        if (FindUnknownOption(parsed) is { } option)
        {
            throw new UsageException($"unknown option '{option}'");
        }

        return parsed.Errors.Count == 0 ? AccessLogging.Run(context, runnable, parsed) : throw Refusal(parsed);
    }

    /// <summary>What begins with a dash, was taken for an argument, and has no <c>--</c> before it.</summary>
    private static string? FindUnknownOption(ParseResult parsed)
    {
        var ofOptions = parsed.CommandResult.Children.OfType<OptionResult>().SelectMany(option => option.Tokens).ToHashSet();
        return parsed.Tokens
            .TakeWhile(token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(token => token.Type == TokenType.Argument && token.Value.StartsWith('-') && !ofOptions.Contains(token))?.Value;
    }

    /// <summary>Of several things that are wrong, the one that may be the reason for the others.</summary>
    private static UsageException Refusal(ParseResult parsed)
    {
        if (parsed.Errors.FirstOrDefault(error => error.SymbolResult is ArgumentResult or OptionResult) is { } value)
        {
            return new UsageException(FailureText.OwnWords(value.Message));
        }

        return new UsageException(parsed.UnmatchedTokens.Count > 0
            ? $"unexpected argument '{parsed.UnmatchedTokens[0]}'"
            : string.Join("; ", parsed.Errors.Select(error => FailureText.OwnWords(error.Message)).Distinct()));
    }
}

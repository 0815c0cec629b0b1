using System.CommandLine;
using System.Text;
using GeodeArchive.Cli.Commands;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Time;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Access;

namespace GeodeArchive.Cli;

/// <summary>Runs commands, and tells the access log of the archive that they change or read how that ended.</summary>
internal static class AccessLogging
{
    private const long NanosecondsPerTick = 100;

    /// <summary>Runs a command; what it is about it says itself, see <see cref="RunnableCommand.Accesses"/>.</summary>
    public static int Run(CommandContext context, RunnableCommand command, ParseResult arguments)
    {
        if (command.Accesses(arguments) is not { } archive)
        {
            return command.Run(arguments);
        }

        var time = WallTime.Now(context.Machine.Clock);
        var watch = new Duration(context.Machine.Clock);
        var exitCode = ExitCodes.Done;
        try
        {
            exitCode = command.Run(arguments);
        }
        catch (Exception failure) when (failure is not UsageException)
        {
            exitCode = failure is FileException { Error: FileError.Closed } ? ExitCodes.Done : ExitCodes.Of(failure);
            throw;
        }
        catch (UsageException)
        {
            // Nothing was done.
            exitCode = ExitCodes.Usage;
            throw;
        }
        finally
        {
            if (exitCode != ExitCodes.Usage)
            {
                Note(context, archive, new Access(FailureText.CommandOf(command), time, watch.Elapsed, exitCode));
            }
        }

        return exitCode;
    }

    private static void Note(CommandContext context, AccessedArchive archive, Access access)
    {
        try
        {
            using var store = new LocalObjectStore(context.Machine.Files.OpenDirectory(archive.Root), context.Machine.Entropy);
            var log = new AccessLog(store);
            if (log.FindRepository() is { } repository)
            {
                log.Add(Describe(context, archive, access, repository), context.Machine.Entropy);
            }
        }
        catch (FileException error) when (error.Error is FileError.NotFound or FileError.NotADirectory)
        {
            // No archive, no log: the command has said so.
        }
        catch (Exception error) when (error is FileException or RepositoryException or ArgumentException)
        {
            // What was done is done, and a medium that cannot be written can be read all the same.
            context.Console.Error.WriteLine($"{CommandContext.ProgramName}: note: this access could not be logged: {error.Message}");
        }
    }

    private static AccessRecord Describe(CommandContext context, AccessedArchive archive, Access access, RepositoryId repository)
    {
        var process = context.Console.Environment;
        return new AccessRecord
        {
            Outcome = OutcomeOf(access.ExitCode),
            ExitCode = access.ExitCode,
            RepositoryId = repository,
            Time = access.Time,
            Duration = access.Elapsed.Ticks * NanosecondsPerTick,
            UserId = process.UserId,
            ProcessId = process.ProcessId,
            Host = Plain(process.HostName),
            User = Plain(process.UserName),
            SudoUser = Plain(process.SudoUser),
            Program = context.Program,
            Command = access.Command,
            Backups = [.. archive.Backups.Take(AccessRecord.BackupCountMax)],
        };
    }

    /// <summary>Environment variables may hold anything.</summary>
    private static string Plain(string text)
    {
        var plain = ByteText.Show(Encoding.UTF8.GetBytes(text));
        while (Encoding.UTF8.GetByteCount(plain) > Limits.ShortTextSizeMax)
        {
            plain = plain[..^1];
        }

        return plain;
    }

    private static AccessOutcome OutcomeOf(int exitCode) => exitCode switch
    {
        ExitCodes.Done => AccessOutcome.Done,
        ExitCodes.Incomplete => AccessOutcome.Incomplete,
        _ => AccessOutcome.Failed,
    };

    /// <summary>A command that was run.</summary>
    private sealed record Access(string Command, long Time, TimeSpan Elapsed, int ExitCode);
}

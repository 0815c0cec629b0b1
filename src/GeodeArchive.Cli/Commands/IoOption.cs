using System.CommandLine;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>--io</c>: how large reads and writes past the page cache travel.</summary>
internal sealed class IoOption
{
    private const string Uring = "uring";
    private const string Portable = "portable";
    private const string Auto = "auto";

    private readonly Option<TransferBackend> _option = new("--io")
    {
        Description = "How large reads and writes reach the disk: uring (io_uring, many at a time), portable (system calls of the "
            + "workers). Without it: auto, which is uring where the kernel allows it.",
        HelpName = $"{Uring}|{Portable}|{Auto}",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = argument => ArgumentValues.ReadWith(argument, text => text switch
        {
            Uring => TransferBackend.Uring,
            Portable => TransferBackend.Portable,
            Auto => TransferBackend.Auto,
            _ => throw new UsageException($"there is no way '{text}' to read and write: use {Uring}, {Portable} or {Auto}"),
        }),
        DefaultValueFactory = _ => TransferBackend.Auto,
    };

    /// <summary>Adds it to a command.</summary>
    public void AddTo(Command command) => command.Add(_option);

    /// <summary>Chooses, before the first file is opened. With GEODE_DEBUG set, says what was chosen.</summary>
    /// <exception cref="FileException">io_uring was asked for and cannot be had.</exception>
    public void Choose(CommandContext context, ParseResult arguments)
    {
        context.Machine.Files.ChooseTransfers(arguments.GetValue(_option));
        if (context.Console.Environment.ShowsStackTraces)
        {
            context.Console.Error.WriteLine($"io: {(context.Machine.Files.Transfers == TransferBackend.Uring ? Uring : Portable)}");
        }
    }
}

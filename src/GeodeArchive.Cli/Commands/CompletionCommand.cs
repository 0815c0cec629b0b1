using System.CommandLine;
using GeodeArchive.Cli.Completion;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>completion</c>.</summary>
internal sealed class CompletionCommand : RunnableCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish"];

    private readonly ProgramCommand _program;

    private readonly Argument<string> _shell = new("SHELL")
    {
        Description = "bash, zsh or fish.",
        HelpName = string.Join('|', Shells),
        Arity = ArgumentArity.ExactlyOne,
    };

    /// <summary>Defines the command.</summary>
    public CompletionCommand(CommandContext context, ProgramCommand program)
        : base(context, "completion", "Print a script that makes a shell complete command lines of this program.")
    {
        _program = program;
        _shell.Validators.Add(argument =>
        {
            if (argument.Tokens.Count == 1 && !Shells.Contains(argument.Tokens[0].Value))
            {
                argument.AddError($"there is no completion for '{argument.Tokens[0].Value}': use {string.Join(", ", Shells)}");
            }
        });
        Add(_shell);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["source <(geode-archive completion bash)"];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes => [ExitCodes.Done, ExitCodes.Usage];

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        var model = CompletionModel.Of(_program, _program.Help);
        Action<TextWriter, CompletionModel> write = arguments.GetRequiredValue(_shell) switch
        {
            "bash" => BashScript.Write,
            "zsh" => ZshScript.Write,
            _ => FishScript.Write,
        };
        write(Context.Console.Output, model);
        return ExitCodes.Done;
    }
}

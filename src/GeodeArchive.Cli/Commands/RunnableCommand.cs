using System.CommandLine;

namespace GeodeArchive.Cli.Commands;

/// <summary>A command that does something: what it takes, what it says about itself, and how it runs.</summary>
internal abstract class RunnableCommand : Command
{
    /// <summary>Defines the command; the deriving class adds its options.</summary>
    protected RunnableCommand(CommandContext context, string name, string description)
        : base(name, description) => Context = context;

    /// <summary>Whole command lines, for the help.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>The exit codes that it may end with.</summary>
    public abstract IReadOnlyList<int> PossibleExitCodes { get; }

    /// <summary>What it works with.</summary>
    protected CommandContext Context { get; }

    /// <summary>
    /// The archive that a run changes, or whose contents it reads: its access log is told of the run. Null for a command that does neither.
    /// </summary>
    /// <param name="arguments">Parsed without errors.</param>
    public virtual AccessedArchive? Accesses(ParseResult arguments) => null;

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">Parsed without errors.</param>
    /// <returns>One of <see cref="ExitCodes"/>; what goes wrong is thrown.</returns>
    public abstract int Run(ParseResult arguments);
}

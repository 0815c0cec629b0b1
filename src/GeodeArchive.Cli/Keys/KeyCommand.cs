using System.CommandLine;
using GeodeArchive.Cli.Commands;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Keys;

/// <summary>A command about the keys of an archive root.</summary>
internal abstract class KeyCommand : RunnableCommand
{
    private readonly Argument<FilePath?> _root = CommandOptions.RootArgument();
    private readonly KeyOptions _key = new();

    /// <summary>Names the command.</summary>
    protected KeyCommand(CommandContext context, string name, string description)
        : base(context, name, description)
    {
        Add(_root);
        _key.AddTo(this);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Damaged, ExitCodes.Key, ExitCodes.NotFound, ExitCodes.Exists];

    /// <inheritdoc/>
    public override AccessedArchive? Accesses(ParseResult arguments) =>
        AccessedArchive.Of(Context.Configuration.RootOf(Context, arguments, _root));

    /// <summary>Opens the root, and unlocks its keys if there is something to do that with.</summary>
    protected ArchiveRepository Open(ParseResult arguments)
    {
        using var key = _key.Read(Context, arguments);
        return ArchiveRoot.Open(Context.Machine, Context.Configuration.RootOf(Context, arguments, _root), key);
    }
}

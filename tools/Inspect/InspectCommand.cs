using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using GeodeArchive.Format;

namespace GeodeArchive.Inspect;

/// <summary>The command line: files, maybe after a word that says what they are.</summary>
internal sealed class InspectCommand : Command
{
    private const string FilesName = "FILE";

    private readonly Option<bool> _json = Flag("--json", "One JSON object a line.");
    private readonly Option<bool> _chunks = Flag("--chunks", "List every chunk of every block.");
    private readonly Option<bool> _records = Flag("--records", "List every record of every frame of a log.");
    private readonly Option<bool> _tree = Flag("--tree", "Show the tree nodes in metadata segments.");
    private readonly Option<bool> _recover = Flag("--recover", "Go on past damage; always done.");
    private readonly Option<string> _graph = new("--graph")
    {
        Description = "The graph whose tree is walked.",
        Arity = ArgumentArity.ExactlyOne,
        Recursive = true,
    };

    private readonly Option<string> _keyFile = FileOption("--encryption-key-file", "The file with the key of the archive.");

    private readonly Option<string> _passphraseFile = FileOption(
        "--encryption-passphrase-file", "A file with the passphrase of the archive on its first line.");

    private readonly Argument<string[]> _files = Files();
    private readonly Argument<string> _pageFile = new(FilesName) { Arity = ArgumentArity.ExactlyOne };
    private readonly Argument<string> _page = new("NUMBER") { Arity = ArgumentArity.ExactlyOne };
    private readonly Command _completion = new("completion");
    private readonly Argument<string> _shell = new("SHELL") { Arity = ArgumentArity.ExactlyOne };
    private readonly Dictionary<Command, (InspectedKind Kind, Argument<string[]>? Files)> _kinds = [];

    public InspectCommand()
        : base("geode-inspect", "Explains the files of an archive, log or store, field by field, intact or damaged.")
    {
        AddKind("repository", InspectedKind.Repository);
        AddKind("key-slot", InspectedKind.KeySlot);
        AddKind("manifest", InspectedKind.Manifest);
        AddKind("segment", InspectedKind.Segment);
        AddKind("index", InspectedKind.Index);
        AddKind("backup", InspectedKind.Backup);
        AddKind("export", InspectedKind.Export);
        AddKind("access", InspectedKind.Access);
        AddKind("wal", InspectedKind.LogSegment);
        AddKind("timeline", InspectedKind.Timeline);
        AddKind("wal-archive", InspectedKind.LogArchive);
        AddKind("wal-object", InspectedKind.LogObject);
        AddKind("wal-covered", InspectedKind.LogCovered);
        AddKind("superblock", InspectedKind.Superblocks);
        AddKind("tree", InspectedKind.StoreTree);
        AddPage();
        Add(_completion);
        _completion.Add(_shell);
        Add(_files);

        // The files may follow the program's own name; what is run is decided by who parses.
        SetAction(_ => ExitCodes.Intact);
        foreach (var option in new Option[] { _json, _chunks, _records, _tree, _recover, _graph, _keyFile, _passphraseFile, Help, Version })
        {
            Add(option);
        }
    }

    public Option<bool> Help { get; } = Flag("--help", "Show this help.", "-h");

    public Option<bool> Version { get; } = Flag("--version", "Show the version.");

    /// <summary>True if a script for a shell is asked for.</summary>
    public bool IsCompletion(ParseResult parsed) => parsed.CommandResult.Command == _completion;

    /// <summary>The script for a shell that a command line without mistakes asks for.</summary>
    public string CompletionFor(ParseResult parsed) => CompletionText.For(
        parsed.GetRequiredValue(_shell),
        [.. Subcommands.Select(command => command.Name)],
        [.. Options.SelectMany(option => option.Aliases.Prepend(option.Name))]);

    /// <summary>What is wrong with a command line, for a user; null if nothing is.</summary>
    public string? FindMistake(ParseResult parsed, IEnumerable<string> arguments)
    {
        // The parser takes for a file what begins like an option and is none.
        var unknown = arguments.TakeWhile(text => text != "--").FirstOrDefault(
            text => text.StartsWith('-') && text.Length > 1 && !IsOption(text));
        if (unknown is not null)
        {
            return $"unknown option '{unknown}'; a file of that name goes after --";
        }

        if (IsCompletion(parsed))
        {
            return parsed.Errors.Count == 0 && CompletionText.Shells.Contains(parsed.GetValue(_shell))
                ? null
                : $"which shell? {string.Join(", ", CompletionText.Shells)}";
        }

        var kind = KindOf(parsed);
        if (parsed.Errors.Count > 0)
        {
            var option = parsed.Errors.Select(error => error.SymbolResult).OfType<OptionResult>().FirstOrDefault()?.Option;
            return option == _graph ? "which graph? --graph needs one number"
                : option is not null ? $"which file? {option.Name} needs one"
                : kind == InspectedKind.StorePage ? "which page? A file and the number of a page must be given"
                : "which files? At least one must be given";
        }

        if (kind == InspectedKind.StorePage && ReadPage(parsed) is null)
        {
            return $"'{parsed.GetValue(_page)}' is not the number of a page";
        }

        if (parsed.GetValue(_keyFile) is not null && parsed.GetValue(_passphraseFile) is not null)
        {
            return $"{_keyFile.Name} and {_passphraseFile.Name} exclude each other";
        }

        return parsed.GetValue(_graph) switch
        {
            null => null,
            _ when kind != InspectedKind.StoreTree => "--graph goes with tree",
            var text => ReadGraph(text) is null ? $"'{text}' is not the number of a graph" : null,
        };
    }

    /// <summary>The options of a command line without mistakes.</summary>
    public InspectOptions OptionsFrom(ParseResult parsed)
    {
        var isKind = _kinds.TryGetValue(parsed.CommandResult.Command, out var kind);
        return new InspectOptions
        {
            Files = isKind && kind.Files is null
                ? [parsed.GetRequiredValue(_pageFile)]
                : parsed.GetValue(isKind ? kind.Files! : _files) ?? [],
            Kind = isKind ? kind.Kind : null,
            IsJson = parsed.GetValue(_json),
            ShowsChunks = parsed.GetValue(_chunks),
            ShowsRecords = parsed.GetValue(_records),
            ShowsTree = parsed.GetValue(_tree),
            KeyFile = parsed.GetValue(_keyFile),
            PassphraseFile = parsed.GetValue(_passphraseFile),
            Page = KindOf(parsed) == InspectedKind.StorePage ? ReadPage(parsed)!.Value : 0,
            Graph = parsed.GetValue(_graph) is { } graph ? ReadGraph(graph) : null,
        };
    }

    private InspectedKind? KindOf(ParseResult parsed) =>
        _kinds.TryGetValue(parsed.CommandResult.Command, out var kind) ? kind.Kind : null;

    private long? ReadPage(ParseResult parsed) =>
        long.TryParse(parsed.GetValue(_page), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number < long.MaxValue / StoreLimits.PageSize
            ? number
            : null;

    /// <summary>A number, or the name of a graph's file, which always has eight digits.</summary>
    private static GraphId? ReadGraph(string text) => GraphId.TryParse(text, out var named) ? named
        : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new GraphId(number)
        : null;

    private bool IsOption(string text) => Options.Any(option => option.Name == text || option.Aliases.Contains(text));

    private static Option<bool> Flag(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.Zero, Recursive = true };

    private static Option<string> FileOption(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.ExactlyOne, Recursive = true };

    private void AddPage()
    {
        var command = new Command("page") { _pageFile, _page };
        _kinds.Add(command, (InspectedKind.StorePage, null));
        Add(command);
    }

    private static Argument<string[]> Files() => new(FilesName) { Arity = ArgumentArity.OneOrMore };

    private void AddKind(string name, InspectedKind kind)
    {
        var files = Files();
        var command = new Command(name) { files };
        _kinds.Add(command, (kind, files));
        Add(command);
    }
}

namespace GeodeArchive.Inspect;

/// <summary>Scripts that let a shell complete a command line: kinds, options, files.</summary>
internal static class CompletionText
{
    /// <summary>The shells that there are scripts for.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish"];

    /// <summary>The script for a shell.</summary>
    /// <param name="shell">One of <see cref="Shells"/>.</param>
    /// <param name="kinds">The words that may come first.</param>
    /// <param name="options">The options.</param>
    public static string For(string shell, IReadOnlyList<string> kinds, IReadOnlyList<string> options) => shell switch
    {
        "bash" => Bash(string.Join(' ', kinds), string.Join(' ', options)),
        "zsh" => Zsh(string.Join(' ', kinds), string.Join(' ', options)),
        _ => Fish(string.Join(' ', kinds), options),
    };

    private static string Bash(string kinds, string options) =>
        $$"""
        # bash completion of geode-inspect: source <(geode-inspect completion bash)
        _geode_inspect() {
            local word=${COMP_WORDS[COMP_CWORD]} words=
            if [[ $word == -* ]]; then
                words="{{options}}"
            elif ((COMP_CWORD == 1)); then
                words="{{kinds}}"
            elif [[ ${COMP_WORDS[1]} == completion ]]; then
                words="{{string.Join(' ', Shells)}}"
            fi
            mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word"; [[ $word == -* ]] || compgen -f -- "$word")
        }
        complete -o filenames -F _geode_inspect geode-inspect

        """;

    private static string Zsh(string kinds, string options) =>
        $$"""
        #compdef geode-inspect
        # zsh completion of geode-inspect: source <(geode-inspect completion zsh)
        _geode_inspect() {
            if [[ $words[CURRENT] == -* ]]; then
                compadd -- {{options}}
            elif (( CURRENT == 2 )); then
                compadd -- {{kinds}}
                _files
            elif [[ $words[2] == completion ]]; then
                compadd -- {{string.Join(' ', Shells)}}
            else
                _files
            fi
        }
        compdef _geode_inspect geode-inspect

        """;

    private static string Fish(string kinds, IReadOnlyList<string> options)
    {
        var lines = options.Where(option => option.StartsWith("--", StringComparison.Ordinal))
            .Select(option => $"complete -c geode-inspect -l {option[2..]}");
        return
            $"""
            # fish completion of geode-inspect: geode-inspect completion fish | source
            complete -c geode-inspect -n __fish_use_subcommand -a "{kinds}"
            complete -c geode-inspect -n "__fish_seen_subcommand_from completion" -f -a "{string.Join(' ', Shells)}"
            {string.Join('\n', lines)}

            """;
    }
}

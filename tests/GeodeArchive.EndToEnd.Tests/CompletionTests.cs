namespace GeodeArchive.EndToEnd.Tests;

public sealed class CompletionTests
{
    private static readonly string Program = PublishedProgram.Archive.Path;

    [Theory]
    [InlineData("geode-archive ", "backup repository key store wal load export config completion --config --version --help")]
    [InlineData("geode-archive ba", "backup")]
    [InlineData("geode backup ", "create list restore verify delete cleanup hold show ls cat diff export import --help")]
    [InlineData("geode-archive backup create --ou", "--output")]
    [InlineData("geode-archive backup create --type ", "full incremental differential")]
    [InlineData("geode-archive backup create --source /etc --compress z", "zstd")]
    [InlineData("geode-archive backup list /usr/shar", "/usr/share")]
    [InlineData("geode-archive backup list --", "--chain --encryption-key-file --encryption-passphrase-file --json --help")]
    [InlineData("geode-archive backup restore --data-dir /usr/shar", "/usr/share")]
    [InlineData("geode-archive completion f", "fish")]
    public void Bash_offers_what_fits(string line, string offers)
    {
        const string Script =
            """
            source <("$1" completion bash)
            compopt() { :; }
            read -ra COMP_WORDS <<<"$2"
            [[ $2 != *' ' ]] || COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _geode_archive
            echo "${COMPREPLY[*]}"
            """;
        Assert.Equal(offers + "\n", Shell.Output(Script, Program, line));
    }

    [Fact]
    public void Bash_script_has_no_syntax_error() => Assert.Equal("", Shell.Output("\"$1\" completion bash | bash -n 2>&1", Program));
}

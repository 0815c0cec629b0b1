namespace GeodeArchive.Tests.Cli;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void Script_knows_every_command_option_and_choice(string shell)
    {
        var bench = new CommandBench();
        var script = bench.Output($"completion {shell}");
        string[] words =
        [
            "backup create", "backup list", "backup restore", "backup verify", "backup delete", "backup cleanup",
            "backup hold", "repository collect", "repository check", "repository repair", "repository stats", "read-data", "store check", "wal calibrate", "completion",
            "source", "output", "type", "base-backup",
            "compress", "parallel", "json", "quiet", "chain", "input", "data-dir", "check-checksums", "check-consistency", "older-than", "keep-min",
            "keep-last", "keep-daily", "keep-weekly", "keep-monthly", "keep-yearly", "dry-run", "reason", "release", "fence-older-than",
            "key generate", "key add", "key list", "key remove", "key rotate", "key test", "encrypt", "no-encrypt", "encryption-key-file",
            "backup show", "backup ls", "backup cat", "backup diff", "backup export", "backup import", "repository access",
            "load", "export", "config check", "nodes", "relationships", "graph", "replace", "batch-size", "config", "csv tsv jsonl",
            "recursive", "long", "content", "metadata", "since", "user", "prune",

            "full incremental differential", "none lz4 zstd gzip", "geode-archive geode", "version", "help",
        ];
        Assert.All(words, word => Assert.Contains(word, script, StringComparison.Ordinal));
        Assert.DoesNotContain('\t', script);
    }
}

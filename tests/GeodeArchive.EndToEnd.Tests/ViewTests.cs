using System.Text.Json;

namespace GeodeArchive.EndToEnd.Tests;

/// <summary>Backups that are looked into, carried away in one file, and whose use is recorded.</summary>
public sealed class ViewTests : IDisposable
{
    private readonly Workspace _work = new();
    private readonly string _source;

    public ViewTests()
    {
        _source = _work["source"];
        OddTree.Make(_source);
        // Whole files are compared here, and this one would take hours; RoundTripTests restore it.
        File.Delete(Path.Combine(_source, "huge"));
        _work.Create(_source, "full-1");
    }

    [Fact]
    public void Every_file_is_listed_and_written_as_it_was()
    {
        var listed = Archive("backup", "ls", Backup, "--recursive", "--json").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(Shell.Output("find \"$1\" -mindepth 1 -printf x | wc -c", _source).Trim(), listed.Count.ToString());
        var files = listed.Where(entry => entry.GetProperty("type").GetString() == "file").Select(entry => entry.GetProperty("path").GetString()!).ToList();
        Assert.Contains(@"not-utf8-\xff\xfe", files);
        Assert.Contains(@"new\x0aline", files);
        var sums = Shell.Output("cd \"$1\"; find . -type f -exec sha256sum --zero {} + | cut -z -c-64 | tr '\\0' '\\n' | sort", _source);
        Shell.Output("printf '%s\\n' \"${@:2}\" >\"$1\"", [_work["paths"], .. files]);
        Assert.Equal(sums, Shell.Output(
            "while IFS= read -r path; do \"$1\" backup cat \"$2\" -- \"$path\" | sha256sum | cut -c-64; done <\"$3\" | sort",
            PublishedProgram.Archive.Path, Backup, _work["paths"]));
    }

    [Fact]
    public void A_listing_that_nobody_reads_any_more_ends_without_complaint()
    {
        var run = Shell.Run("\"$1\" backup ls \"$2\" --recursive --long | head -2 | wc -l", PublishedProgram.Archive.Path, Backup);
        Assert.Equal((0, "2\n", ""), (run.ExitCode, run.Output, run.Error));
        run = Shell.Run("\"$1\" backup cat \"$2\" big | head -c 10 | wc -c", PublishedProgram.Archive.Path, Backup);
        Assert.Equal((0, "10\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public void An_export_restores_where_there_is_no_archive()
    {
        Shell.Output("\"$1\" backup export \"$2\" --output - | cat >\"$3\"", PublishedProgram.Archive.Path, Backup, _work["piped"]);
        Archive("backup", "export", Backup, "--output", _work["full-1.geode"]);
        Shell.Output("rm -r \"$1\"", _work.Root);
        foreach (var file in new[] { "piped", "full-1.geode" })
        {
            Assert.StartsWith($"{file}: intact; ", Archive("backup", "verify", "--input", _work[file]), StringComparison.Ordinal);
            Assert.Contains("intact; ", Workspace.Succeed(PublishedProgram.Inspect.Run("export", _work[file])), StringComparison.Ordinal);
            Archive("backup", "restore", "--input", _work[file], "--data-dir", _work[file + "-restored"]);
            Assert.Equal("", Shell.Output("rsync -nai -@-1 --delete --checksum \"$1/\" \"$2/\"", _source, _work[file + "-restored"]));
        }

        Archive("backup", "import", _work["piped"], "--output", $"{_work.Root}/full-1");
        _work.RestoreAndCompare("full-1", _source);
    }

    [Fact]
    public void Two_backups_differ_in_what_was_changed()
    {
        Shell.Output("cd \"$1\"; printf y >>plain/a; rm -- -dash; : >'new file'; chmod 600 'back\\slash'; touch -d @1 . plain", _source);
        _work.Create(_source, "incr-1", "--type", "incremental");
        var lines = Archive("backup", "diff", Backup, $"{_work.Root}/incr-1").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["M  ./", "-  -dash", @"M  back\x5cslash", "CM many/hard elsewhere", "+  new file", "M  plain/", "CM plain/a", "CM plain/hard"], lines[..^1]);
        Assert.Equal("1 added (0 KB), 1 removed (1 KB), 0 of another type, 3 with other content, 6 with other metadata", lines[^1]);
    }

    [Fact]
    public void Whoever_used_an_archive_is_recorded()
    {
        Archive("backup", "show", Backup);
        var document = JsonDocument.Parse(Archive("repository", "access", _work.Root, "--json")).RootElement;
        var records = document.GetProperty("records").EnumerateArray().ToList();
        Assert.Equal(["backup create", "backup show"], records.Select(record => record.GetProperty("command").GetString()));
        Assert.All(records, record => Assert.Equal(Shell.Output("id -un").Trim(), record.GetProperty("user").GetString()));
        Assert.All(records, record => Assert.Equal(Shell.Output("id -u").Trim(), record.GetProperty("uid").ToString()));
        var file = Path.Combine(_work.Root, records[0].GetProperty("file").GetString()!);
        Assert.Contains("exit code 0", Workspace.Succeed(PublishedProgram.Inspect.Run(file)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "bash -n")]
    [InlineData("zsh", "cat >/dev/null")]
    [InlineData("fish", "cat >/dev/null")]
    public void Inspect_has_completion(string shell, string check) =>
        Assert.Equal("", Shell.Output($"\"$1\" completion {shell} | {check}", PublishedProgram.Inspect.Path));

    public void Dispose() => _work.Dispose();

    private string Backup => $"{_work.Root}/full-1";

    private static string Archive(params string[] arguments) => Workspace.Succeed(PublishedProgram.Archive.Run(arguments));
}

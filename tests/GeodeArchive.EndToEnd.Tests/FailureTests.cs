namespace GeodeArchive.EndToEnd.Tests;

/// <summary>What goes wrong ends with the exit code of the README, and says so in plain text.</summary>
public sealed class FailureTests : IDisposable
{
    private const int Incomplete = 3;
    private const int Damaged = 10;
    private const int NotFound = 12;
    private const int Exists = 13;

    // "nobody", as on every Debian.
    private const string AsNobody = "setpriv --reuid=65534 --regid=65534 --clear-groups";

    private readonly Workspace _work = new();
    private readonly string _source;

    public FailureTests()
    {
        _source = _work["source"];
        Shell.Output("mkdir \"$1\"; echo one >\"$1/one\"; echo two >\"$1/two\"; head -c 300000 /dev/urandom >\"$1/three\"", _source);
    }

    [Fact]
    public void Encryption_that_cannot_be_had_is_refused_and_nothing_is_written()
    {
        var tooShort = _work["short"];
        File.WriteAllBytes(tooShort, new byte[31]);
        foreach (var options in new[] { new[] { "--encrypt" }, ["--encrypt", "--encryption-key-file", tooShort] })
        {
            Run(["backup", "create", "--source", _source, "--output", $"{_work.Root}/full-1", .. options], exitCode: 11);
            Assert.False(Directory.Exists(_work.Root));
        }
    }

    [Fact]
    public void Existing_output_is_not_overwritten()
    {
        _work.Create(_source, "full-1");
        var before = File.ReadAllBytes($"{_work.Root}/full-1");
        var run = Run(["backup", "create", "--source", _source, "--output", $"{_work.Root}/full-1"], Exists);
        Assert.Equal(
            $"geode-archive: full-1 exists already in {_work.Root}\nhint: backups are never overwritten: choose another --output name\n",
            run.Error);
        Assert.Equal(before, File.ReadAllBytes($"{_work.Root}/full-1"));
    }

    [Fact]
    public void Missing_things_are_not_found()
    {
        _work.Create(_source, "full-1");
        Run(["backup", "create", "--source", _work["absent"], "--output", $"{_work["new"]}/full-1"], NotFound);
        Run(["backup", "list", _work["absent"]], NotFound);
        Run(["backup", "list", _source], NotFound);
        Run(["backup", "restore", "--input", $"{_work.Root}/full-2", "--data-dir", _work["target"]], NotFound);
        Run(["backup", "verify", "--input", $"{_work.Root}/full-2"], NotFound);
        Assert.False(Directory.Exists(_work["new"]));
        Assert.False(Directory.Exists(_work["target"]));
    }

    [Fact]
    public void Directory_that_holds_something_is_neither_a_new_root_nor_a_target()
    {
        _work.Create(_source, "full-1");
        Directory.CreateDirectory(_work["home"]);
        File.WriteAllText(_work["home/.profile"], "hidden");
        Run(["backup", "create", "--source", _source, "--output", $"{_work["home"]}/full-1"], Exists);
        Run(["backup", "restore", "--input", $"{_work.Root}/full-1", "--data-dir", _work["home"]], Exists);
        Assert.Equal([_work["home/.profile"]], Directory.GetFileSystemEntries(_work["home"]));
    }

    [Fact]
    public void Damage_is_named_by_file_and_offset()
    {
        _work.Create(_source, "full-1");
        var segment = Shell.Output("find \"$1/archive/segments\" -type f -size +100k", _work.Root).Trim();
        var bytes = File.ReadAllBytes(segment);
        bytes[100_000] ^= 0x10;
        File.WriteAllBytes(segment, bytes);
        var key = Path.GetRelativePath(_work.Root, segment);

        var verified = Run(["backup", "verify", "--input", $"{_work.Root}/full-1"], Damaged);
        Assert.StartsWith($"{key}: bad-checksum at offset 4096: ", verified.Output, StringComparison.Ordinal);
        var restored = Run(["backup", "restore", "--input", $"{_work.Root}/full-1", "--data-dir", _work["target"]], Damaged);
        Assert.StartsWith($"geode-archive: {key}: bad-checksum at offset 4096: ", restored.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_one_may_not_read_are_named_and_the_others_saved()
    {
        Shell.Output(
            "cp \"$1\" \"$2/program\"; chmod 0777 \"$2\"; chmod 0000 \"$2/source/two\"",
            PublishedProgram.Archive.Path,
            _work[string.Empty]);
        var run = RunUnprivileged($"backup create --source {_source} --output {_work.Root}/full-1");
        Assert.Equal(Incomplete, run.ExitCode);
        Assert.StartsWith("full-1: 3 files, ", run.Output, StringComparison.Ordinal);
        Assert.Matches("^geode-archive: two: cannot open .*two: [Pp]ermission denied\n$", run.Error);
        Assert.Contains("1 file incomplete", PublishedProgram.Archive.Run("backup", "list", _work.Root).Output, StringComparison.Ordinal);

        var restored = RunUnprivileged($"backup restore --input {_work.Root}/full-1 --data-dir {_work["target"]}");
        Assert.Equal(Incomplete, restored.ExitCode);
        Assert.Contains("geode-archive: two: it could not be read when it was backed up", restored.Error, StringComparison.Ordinal);
        Assert.Equal("one\n", File.ReadAllText(_work["target/one"]));
        Assert.False(File.Exists(_work["target/two"]));
    }

    [Fact]
    public void A_pipe_is_restored_as_one()
    {
        Shell.Output("mkfifo \"$1/pipe\"", _source);
        _work.Create(_source, "full-1");
        Run(["backup", "restore", "--input", $"{_work.Root}/full-1", "--data-dir", _work["target"]], exitCode: 0);
        Shell.Output("test -p \"$1/pipe\"", _work["target"]);
    }

    [Fact]
    public void Output_that_cannot_be_written_is_a_failure()
    {
        _work.Create(_source, "full-1");
        var run = Shell.Run("\"$1\" backup list \"$2\" >/dev/full", PublishedProgram.Archive.Path, _work.Root);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("geode-archive: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("bug", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, Shell.Run("\"$1\" backup list \"$2\" | true", PublishedProgram.Archive.Path, _work.Root).ExitCode);
    }

    [Theory]
    [InlineData("<&-")]
    [InlineData("2>&-")]
    [InlineData(">&-")]
    [InlineData(">&- 2>&-")]
    [InlineData("<&- >&- 2>&-")]
    public void Closed_streams_harm_no_archive(string redirections)
    {
        var run = Shell.Run(
            $"\"$1\" backup create --source \"$2\" --output \"$3/full-1\" {redirections}",
            PublishedProgram.Archive.Path,
            _source,
            _work.Root);

        // Whether what could not be said counts as a failure depends on which descriptors the runtime took for itself.
        Assert.InRange(run.ExitCode, 0, 1);
        Assert.DoesNotContain("bug", run.Error, StringComparison.Ordinal);
        Workspace.Succeed(PublishedProgram.Archive.Run("backup", "verify", "--input", $"{_work.Root}/full-1"));
        _work.RestoreAndCompare("full-1", _source);
    }

    public void Dispose() => _work.Dispose();

    private static ProgramRun Run(string[] arguments, int exitCode)
    {
        var run = PublishedProgram.Archive.Run(arguments);
        Assert.True(run.ExitCode == exitCode, $"{string.Join(' ', arguments)}: exit code {run.ExitCode}, {run.Error}");
        Workspace.AssertPlainText(run);
        return run;
    }

    /// <summary>Runs the copy of the program as a user who may not read everything.</summary>
    private ProgramRun RunUnprivileged(string commandLine) =>
        Shell.Run($"umask 022; {(Shell.IsRoot ? AsNobody : string.Empty)} {_work["program"]} {commandLine}");
}

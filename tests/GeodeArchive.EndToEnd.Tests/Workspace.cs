namespace GeodeArchive.EndToEnd.Tests;

/// <summary>A directory of one test, removed afterwards whatever modes are in it; paths in it, and what tests do there.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("geode-e2e-").FullName;

    /// <summary>The archive root.</summary>
    public string Root => this["root"];

    /// <summary>A path inside.</summary>
    public string this[string name] => Path.Combine(_path, name);

    /// <summary>Backs up a tree; must succeed.</summary>
    public string Create(string source, string name, params string[] options) =>
        Succeed(PublishedProgram.Archive.Run(["backup", "create", "--source", source, "--output", $"{Root}/{name}", .. options]));

    /// <summary>Restores a backup and compares it with a tree: content, kinds, modes, owners, links, attributes, holes, and times to the nanosecond.</summary>
    public void RestoreAndCompare(string name, string expected)
    {
        var target = this[$"restored-{name}"];
        Succeed(PublishedProgram.Archive.Run("backup", "restore", "--input", $"{Root}/{name}", "--data-dir", target));
        Compare(expected, target);
    }

    /// <summary>Compares two trees in all that rsync knows, and in their holes.</summary>
    public void Compare(string expected, string target)
    {
        // A file of terabytes would take rsync hours; holes and content of it are compared below.
        Assert.Equal("", Shell.Output("rsync -naHAXi -@-1 --delete --checksum --exclude /huge \"$1/\" \"$2/\"", expected, target));
        Assert.Equal(Shell.Output(OddTree.HolesScript, expected), Shell.Output(OddTree.HolesScript, target));
    }

    /// <summary>What a run printed that must end with code 0, without complaints.</summary>
    public static string Succeed(ProgramRun run)
    {
        Assert.True(run.ExitCode == 0, $"exit code {run.ExitCode}: {run.Error}");
        Assert.Equal("", run.Error);
        AssertPlainText(run);
        return run.Output;
    }

    /// <summary>What is piped is lines of text: no colours, no progress.</summary>
    public static void AssertPlainText(ProgramRun run) =>
        Assert.DoesNotContain(run.Output + run.Error, letter => char.IsControl(letter) && letter != '\n');

    public void Dispose() => Shell.Run("chmod -R u+rwX \"$1\"; rm -rf \"$1\"", _path);
}

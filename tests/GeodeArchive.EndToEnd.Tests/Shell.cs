using System.Diagnostics;

namespace GeodeArchive.EndToEnd.Tests;

/// <summary>Runs bash, for what the base library cannot do: names that are not text, owners, other users.</summary>
internal static class Shell
{
    /// <summary>True when the tests run as root.</summary>
    public static bool IsRoot { get; } = Output("id -u").Trim() == "0";

    /// <summary>Runs a script that must succeed, with arguments $1, $2, ..., and returns what it printed.</summary>
    public static string Output(string script, params string[] arguments)
    {
        var run = Run(script, arguments);
        Assert.True(run.ExitCode == 0, $"exit code {run.ExitCode}: {run.Error}");
        return run.Output;
    }

    /// <summary>Runs a script with arguments $1, $2, ...</summary>
    public static ProgramRun Run(string script, params string[] arguments)
    {
        ProcessStartInfo start = new("/bin/bash", ["-euo", "pipefail", "-c", script, "bash", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new ProgramRun(process.ExitCode, output.Result, error.Result);
    }
}

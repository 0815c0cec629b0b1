using System.Diagnostics;

namespace GeodeArchive.EndToEnd.Tests;

/// <summary>
/// geode-load on a database of its own, which is started again and again and killed in between. What it says was acknowledged comes through
/// a pipe, so that a kill takes nothing of it away.
/// </summary>
internal sealed class LoadProgram(string directory, int clientCount)
{
    private const string Seed = "20260125";
    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private readonly List<string> _lines = [];

    /// <summary>Lines that all runs have written, in order.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>As tools/test says: it is built, not published. Else as built beside the published binaries.</summary>
    private static string Path => Environment.GetEnvironmentVariable("GEODE_LOAD")
        ?? System.IO.Path.GetFullPath(
            System.IO.Path.Combine(PublishedProgram.Archive.Path, "../../build/bin/GeodeArchive.Load/release/geode-load"));

    private string RecordPath => System.IO.Path.Combine(directory, "record");

    /// <summary>The database.</summary>
    public string DataPath => System.IO.Path.Combine(directory, "data");

    /// <summary>Runs it, kills it some time after it has written <paramref name="count"/> lines that begin so, and waits until it is gone.</summary>
    public void RunAndKill(string beginning, int count, TimeSpan delay, params string[] options)
    {
        string[] common = ["run", "--data-dir", DataPath, "--create", "--seed", Seed, "--clients", $"{clientCount}"];
        using var process = Start([.. common, .. options]);
        var before = _lines.Count;
        var error = process.StandardError.ReadToEndAsync();
        var reader = new Thread(() => Read(process.StandardOutput));
        reader.Start();
        try
        {
            WaitForLines(before, beginning, count, process);
            Thread.Sleep(delay);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
            reader.Join();

            // Before it was killed it had nothing to complain of; that is told first, also where lines were missing.
            Assert.True(error.Result.Length == 0, error.Result);
        }
    }

    /// <summary>Runs it to its end.</summary>
    public void Run(params string[] options)
    {
        string[] common = ["run", "--data-dir", DataPath, "--create", "--seed", Seed, "--clients", $"{clientCount}"];
        using var process = Start([.. common, .. options]);
        var error = process.StandardError.ReadToEndAsync();
        Read(process.StandardOutput);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}: {error.Result}");
    }

    /// <summary>Opens the database, and compares it with all that was acknowledged so far. What it says of it.</summary>
    public string Verify() => Verify(DataPath);

    /// <summary>Opens a database, and compares it with what was acknowledged so far, or up to a moment. What it says of it.</summary>
    public string Verify(string data, params string[] moment)
    {
        File.WriteAllText(RecordPath, string.Concat(_lines.Select(line => line + "\n")));
        string[] common = ["verify", "--data-dir", data, "--seed", Seed, "--clients", $"{clientCount}", "--acknowledged", RecordPath];
        using var process = Start([.. common, .. moment]);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}: {output}{error.Result}\nrecord: {LastLines()}");
        return output.Trim();
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(Path, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private string LastLines() => string.Join("; ", _lines.TakeLast(10));

    private void Read(StreamReader output)
    {
        while (output.ReadLine() is { } line)
        {
            lock (_gate)
            {
                _lines.Add(line);
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void WaitForLines(int before, string beginning, int count, Process process)
    {
        var started = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            var seen = before;
            for (var left = count; ; seen++)
            {
                while (seen == _lines.Count)
                {
                    Assert.True(Stopwatch.GetElapsedTime(started) < TimeMax && !process.HasExited, $"no {count} lines '{beginning}': {LastLines()}");
                    Monitor.Wait(_gate, TimeSpan.FromSeconds(1));
                }

                if (_lines[seen].StartsWith(beginning, StringComparison.Ordinal) && --left == 0)
                {
                    return;
                }
            }
        }
    }
}

using System.Diagnostics;
using System.Reflection;

namespace GeodeArchive.EndToEnd.Tests;

/// <summary>A native binary as tools/build published it: in the directory GEODE_BIN, or artifacts/bin.</summary>
internal sealed class PublishedProgram
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(5);

    private PublishedProgram(string name) => Path = System.IO.Path.Combine(Directory, name);

    public static PublishedProgram Archive { get; } = new("geode-archive");

    /// <summary>The short name, a link.</summary>
    public static PublishedProgram Geode { get; } = new("geode");

    public static PublishedProgram Inspect { get; } = new("geode-inspect");

    public string Path { get; }

    private static string Directory =>
        Environment.GetEnvironmentVariable("GEODE_BIN") ?? System.IO.Path.Combine(RepositoryRoot, "artifacts", "bin");

    public static string RepositoryRoot => typeof(PublishedProgram).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>Runs it to its end, without a terminal and with nothing to read.</summary>
    public ProgramRun Run(params string[] arguments)
    {
        ProcessStartInfo start = new(Path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeMax))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{Path} {string.Join(' ', arguments)} did not end within {TimeMax}");
        }

        return new ProgramRun(process.ExitCode, output.Result, error.Result);
    }
}

using System.Text;
using GeodeArchive.Inspect;
using GeodeArchive.Io;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>A run of geode-inspect on files in memory.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="Error">Its messages.</param>
public sealed record InspectRun(int ExitCode, string Output, string Error)
{
    private const string Folder = "/files";

    /// <summary>Inspects one file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="options">What comes before the name on the command line.</param>
    public static InspectRun Of(string name, byte[] content, params string[] options) =>
        Of(new Dictionary<string, byte[]> { [name] = content }, [.. options, $"{Folder}/{name}"]);

    /// <summary>Runs the program with these arguments, where these files are below <c>/files</c>.</summary>
    public static InspectRun Of(IReadOnlyDictionary<string, byte[]> files, string[] arguments)
    {
        var disk = new SimulatedDisk(1);
        disk.PutDirectory(Folder);
        foreach (var (name, content) in files)
        {
            disk.PutFile($"{Folder}/{name}", content);
        }

        var machine = new Machine(disk, TimeProvider.System, new SeededEntropy(1), new InlineScheduler());
        var output = new MemoryStream();
        var error = new StringWriter();
        var code = InspectCommandLine.Run(machine, new InspectConsole(output, error), arguments);
        return new InspectRun(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}

using System.Diagnostics;
using System.Globalization;

namespace GeodeArchive.LogComparison;

/// <summary>
/// The database of this project. Every measurement has a process of its own, which compiles all code before it runs it, and for no more
/// than the native binary is compiled for.
/// </summary>
internal sealed class GeodeDatabase(string directory) : IDatabaseUnderTest
{
    public string Name => "geode-archive";

    public Task<double> TransactionsPerSecond(int clients, TimeSpan duration) =>
        InDirectory(place => Measure(GeodeDatabaseProcess.Transactions, place, clients, duration.TotalSeconds));

    public Task<double> LoadSeconds(long rows) => InDirectory(place => Measure(GeodeDatabaseProcess.Load, place, rows));

    /// <summary>Nanoseconds of a read by id from the page cache; fails if it allocates.</summary>
    public Task<double> ReadNanoseconds(long rows) => InDirectory(place => Measure(GeodeDatabaseProcess.Read, place, rows));

    public async Task<double> RecoveredRowsPerSecond(long rows)
    {
        var empty = await RecoverySeconds(0);
        return rows / (await RecoverySeconds(rows) - empty);
    }

    private Task<double> RecoverySeconds(long rows) => InDirectory(async place =>
    {
        await Measure(GeodeDatabaseProcess.Crash, place, rows);
        return await Measure(GeodeDatabaseProcess.Recover, place, rows);
    });

    private async Task<double> InDirectory(Func<string, Task<double>> measure)
    {
        var place = Path.Combine(directory, "geode-database");
        Directory.CreateDirectory(place);
        try
        {
            return await measure(place);
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    private static async Task<double> Measure(params object[] request)
    {
        var arguments = request.Select(part => Convert.ToString(part, CultureInfo.InvariantCulture)!);
        string[] command = [typeof(GeodeDatabase).Assembly.Location, GeodeDatabaseProcess.Name, .. arguments];
        var start = new ProcessStartInfo(Environment.ProcessPath!, command) { RedirectStandardOutput = true };
        start.Environment["DOTNET_TieredCompilation"] = "0";
        start.Environment["DOTNET_EnableAVX512F"] = "0";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return double.TryParse(output, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidOperationException($"{string.Join(' ', command)} ended with exit code {process.ExitCode}.");
    }
}

using System.Diagnostics;
using System.Globalization;

namespace GeodeArchive.LogComparison;

/// <summary>PostgreSQL, measured by <c>benchmarks/postgres-peer</c>, which also holds its settings.</summary>
internal sealed class PostgresPeer(string script, string directory) : IDatabaseUnderTest
{
    public string Name => "PostgreSQL 15";

    public Task<double> TransactionsPerSecond(int clients, TimeSpan duration)
    {
        var seconds = $"{Math.Ceiling(duration.TotalSeconds)}";
        return Measure("transactions", "transactions_per_second", "--clients", $"{clients}", "--seconds", seconds);
    }

    public Task<double> LoadSeconds(long rows) => Measure("load", "load_seconds", "--rows", $"{rows}");

    public Task<double> RecoveredRowsPerSecond(long rows) => Measure("recovery", "recovery_redo_only_rows_per_second", "--rows", $"{rows}");

    private async Task<double> Measure(string measurement, string number, params string[] options)
    {
        var start = new ProcessStartInfo(script, [measurement, "--work", directory, .. options]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{script} {measurement} ended with exit code {process.ExitCode}.");
        }

        var line = output.Split('\n').Single(line => line.StartsWith(number + " ", StringComparison.Ordinal));
        return double.Parse(line.AsSpan(number.Length + 1), CultureInfo.InvariantCulture);
    }
}

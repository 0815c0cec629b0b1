using System.Globalization;

namespace GeodeArchive.LogComparison;

/// <summary>
/// Measures databases in turn, several times, and prints medians; with two, how many times better the first is than the second.
/// </summary>
internal sealed class DatabaseComparison(IReadOnlyList<IDatabaseUnderTest> databases, int rounds)
{
    public async Task Run(IReadOnlyList<DatabaseMeasurement> measurements)
    {
        var rows = new List<string>();
        foreach (var measurement in measurements)
        {
            rows.Add(Row(measurement, await Medians(measurement)));
        }

        string[] compared = databases.Count == 2 ? ["ratio", "at least"] : [];
        string[] columns = ["what", .. databases.Select(database => database.Name), .. compared];
        Console.WriteLine($"| {string.Join(" | ", columns)} |");
        Console.WriteLine($"| {string.Join(" | ", columns.Select(_ => "---"))} |");
        rows.ForEach(Console.WriteLine);
    }

    private async Task<double[]> Medians(DatabaseMeasurement measurement)
    {
        var results = databases.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var turn = 0; turn < databases.Count; turn++)
            {
                // Another one comes first in every round: whoever comes first finds another disk than the second.
                var index = (round + turn) % databases.Count;
                var result = await measurement.Measure(databases[index]);
                results[index].Add(result);
                Console.Error.WriteLine($"round {round}: {measurement.Name} of {databases[index].Name}: {Text(measurement, result)}");
            }
        }

        return [.. results.Select(Comparison.Median)];
    }

    private static string Row(DatabaseMeasurement measurement, double[] medians)
    {
        var row = $"| {measurement.What} | {string.Join(" | ", medians.Select(median => Text(measurement, median)))} |";
        if (medians is not [var first, var second])
        {
            return row;
        }

        var ratio = measurement.IsDuration ? second / first : first / second;
        return row + string.Create(CultureInfo.InvariantCulture, $" {ratio:0.00} | {measurement.LeastRatio} |");
    }

    private static string Text(DatabaseMeasurement measurement, double value) =>
        value.ToString(measurement.Format, CultureInfo.InvariantCulture);
}

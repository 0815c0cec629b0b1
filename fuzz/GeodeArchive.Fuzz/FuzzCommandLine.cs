using System.Globalization;
using GeodeArchive.Fuzz.Running;
using GeodeArchive.Fuzz.Targets;

namespace GeodeArchive.Fuzz;

/// <summary>A run of the fuzzer.</summary>
public static class FuzzCommandLine
{
    private const int Failed = 1;
    private const int UsageError = 2;
    private const int ReasonLinesMax = 12;

    /// <summary>Runs it. The last line is <c>N passed, N failed</c>, in targets.</summary>
    /// <param name="arguments">See <see cref="FuzzOptions.Usage"/>.</param>
    /// <param name="seed">The seed if none is given.</param>
    /// <param name="regressions">Where regression files are kept.</param>
    /// <param name="output">Where it speaks.</param>
    /// <returns>0 if all targets passed.</returns>
    public static int Run(IReadOnlyList<string> arguments, ulong seed, string regressions, TextWriter output)
    {
        if (!FuzzOptions.TryParse(arguments, seed, regressions, out var options, out var mistake))
        {
            return Refuse(output, mistake);
        }

        var unknown = options.Targets.FirstOrDefault(name => TargetRegistry.Find(name) is null);
        if (unknown is not null)
        {
            return Refuse(output, $"no target '{unknown}'; --list names them");
        }

        List<FuzzTarget> targets = [.. TargetRegistry.All.Where(target => options.Targets.Count == 0
            || options.Targets.Contains(target.Name))];
        if (options.IsList)
        {
            targets.ForEach(target => output.WriteLine(target.Name));
            return 0;
        }

        output.WriteLine($"seed {options.Seed}, {targets.Count} targets");
        var failedCount = 0;
        var executionCount = 0L;
        new FuzzRun(targets, options, result =>
        {
            failedCount += result.Passed ? 0 : 1;
            executionCount += result.ExecutionCount;
            Show(result, options, output);
        }).Run();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{executionCount:N0} runs of all targets"));
        output.WriteLine($"{targets.Count - failedCount} passed, {failedCount} failed");
        return failedCount == 0 ? 0 : Failed;
    }

    private static int Refuse(TextWriter output, string mistake)
    {
        output.WriteLine($"error: {mistake}");
        output.WriteLine(FuzzOptions.Usage);
        return UsageError;
    }

    private static void Show(TargetResult result, FuzzOptions options, TextWriter output)
    {
        var rate = result.ExecutionCount / Math.Max(result.Elapsed.TotalSeconds, 0.001);
        var verdict = result.Passed ? "ok" : "FAILED";
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {result.Target,-28} {result.ExecutionCount,9} runs {rate,9:f0}/s {result.AcceptedCount,8} accepted "
            + $"{result.OutcomeCount,4} outcomes  {verdict}"));
        if (result is { Passed: false, Finding: null })
        {
            output.WriteLine("    a canary: its planted bug was not found");
        }

        if (result is { Passed: false, Finding: { } finding })
        {
            foreach (var line in finding.Reason.Split('\n').Take(ReasonLinesMax))
            {
                output.WriteLine($"    {line.TrimEnd()}");
            }

            output.WriteLine($"    again: --target {result.Target} --seed {options.Seed} --executions {finding.Execution + 1} --save");
            Save(finding, options, output);
        }
    }

    private static void Save(FuzzFinding finding, FuzzOptions options, TextWriter output)
    {
        if (options.SaveDirectory is { } directory)
        {
            Directory.CreateDirectory(directory);
            var path = Path.Combine(directory, finding.FileName);
            File.WriteAllBytes(path, finding.Input);
            output.WriteLine($"    saved as {path}");
        }
    }
}

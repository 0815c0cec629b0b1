using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace GeodeArchive.Fuzz;

/// <summary>How a run is made.</summary>
public sealed record FuzzOptions
{
    /// <summary>What the command line takes.</summary>
    public const string Usage =
        "usage: GeodeArchive.Fuzz [--seconds N] [--executions N] [--target NAME]... [--seed S] [--workers N] [--save [DIRECTORY]] [--list]";

    /// <summary>Time for all targets together.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Inputs for each target, whatever time that takes; null to go by time.</summary>
    public long? ExecutionCount { get; init; }

    /// <summary>Names of the targets; empty for all.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Decides all inputs.</summary>
    public ulong Seed { get; init; }

    /// <summary>Targets that are fuzzed at once.</summary>
    public int WorkerCount { get; init; } = Environment.ProcessorCount;

    /// <summary>Where inputs are kept that were found; null to keep none.</summary>
    public string? SaveDirectory { get; init; }

    /// <summary>Only name the targets.</summary>
    public bool IsList { get; init; }

    /// <summary>Reads a command line.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="defaultSeed">The seed if none is given.</param>
    /// <param name="regressions">Where regression files are kept.</param>
    /// <param name="options">What it says.</param>
    /// <param name="mistake">What is wrong with it.</param>
    public static bool TryParse(
        IReadOnlyList<string> arguments,
        ulong defaultSeed,
        string regressions,
        [NotNullWhen(true)] out FuzzOptions? options,
        [NotNullWhen(false)] out string? mistake)
    {
        var parsed = new FuzzOptions { Seed = defaultSeed };
        options = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            var value = i + 1 < arguments.Count ? arguments[i + 1] : null;
            FuzzOptions? next = name switch
            {
                "--list" => parsed with { IsList = true },
                "--save" => parsed with { SaveDirectory = IsValue(value) ? value : regressions },
                "--target" when value is not null => parsed with { Targets = [.. parsed.Targets, value] },
                "--seconds" when TryNumber(value, out var seconds)
                    && seconds <= int.MaxValue => parsed with { Duration = TimeSpan.FromSeconds(seconds) },
                "--executions" when TryNumber(value, out var count)
                    && count <= long.MaxValue => parsed with { ExecutionCount = (long)count },
                "--workers" when TryNumber(value, out var workers)
                    && workers is >= 1 and <= 256 => parsed with { WorkerCount = (int)workers },
                "--seed" when TryNumber(value, out var seed) => parsed with { Seed = seed },
                _ => null,
            };
            if (next is null)
            {
                mistake = $"'{name}' is no option, or misses its value";
                return false;
            }

            i += name is "--list" || (name == "--save" && !IsValue(value)) ? 0 : 1;
            parsed = next;
        }

        options = parsed;
        mistake = null;
        return true;
    }

    private static bool IsValue(string? text) => text is not null && !text.StartsWith("--", StringComparison.Ordinal);

    private static bool TryNumber(
        string? text, out ulong number) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

using System.Globalization;

namespace GeodeArchive.LogComparison;

/// <summary>The command line.</summary>
internal sealed record ComparisonOptions
{
    public const string Usage =
        """
        usage: GeodeArchive.LogComparison --directory DIR --postgres-peer SCRIPT
               [--only append|read|transactions|load|recovery]... [--rounds N] [--seconds N] [--rows N] [--alone CLIENTS]
        """;

    /// <summary>The name of the measurement of the log; the others are those of <see cref="DatabaseMeasurement"/>.</summary>
    public const string Append = "append";

    /// <summary>The name of the measurement of reads, which has no peer.</summary>
    public const string Read = "read";

    public string Directory { get; private init; } = string.Empty;

    public string PostgresPeer { get; private init; } = string.Empty;

    /// <summary>The measurements to make; none means every one.</summary>
    public IReadOnlyList<string> Only { get; private init; } = [];

    public int Rounds { get; private init; } = 3;

    public TimeSpan Duration { get; private init; } = TimeSpan.FromSeconds(2);

    /// <summary>Rows to load and to recover, instead of the measurements' own numbers.</summary>
    public long? Rows { get; private init; }

    /// <summary>Measures only our log, with so many clients, 0 being one that blocks: for a profiler.</summary>
    public int? Alone { get; private init; }

    /// <summary>Reads the command line; null if it is none.</summary>
    public static ComparisonOptions? Parse(ReadOnlySpan<string> args)
    {
        var options = new ComparisonOptions();
        for (; args is [var name, var value, ..]; args = args[2..])
        {
            var next = options.With(name, value);
            if (next is null)
            {
                return null;
            }

            options = next;
        }

        return args.IsEmpty && options.Directory.Length > 0 && options.PostgresPeer.Length > 0 ? options : null;
    }

    public bool Includes(string measurement) => Only.Count == 0 || Only.Contains(measurement);

    private ComparisonOptions? With(string name, string value)
    {
        switch (name)
        {
            case "--directory":
                return this with { Directory = value };
            case "--postgres-peer":
                return this with { PostgresPeer = value };
            case "--only":
                return value is Append or Read or "transactions" or "load" or "recovery" ? this with { Only = [.. Only, value] } : null;
            case "--seconds":
                return double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
                    ? this with { Duration = TimeSpan.FromSeconds(seconds) }
                    : null;
        }

        if (!int.TryParse(value, CultureInfo.InvariantCulture, out var number) || number < 0)
        {
            return null;
        }

        return name switch
        {
            "--rounds" when number > 0 => this with { Rounds = number },
            "--rows" when number > 0 => this with { Rows = number },
            "--alone" => this with { Alone = number },
            _ => null,
        };
    }
}

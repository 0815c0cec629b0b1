namespace GeodeArchive.Cli.Rendering;

/// <summary>The words of a progress line: share, bar, items, bytes, rate and time left, as far as they are known.</summary>
internal sealed class ProgressText
{
    /// <summary>Longest line. The terminal is not asked how wide it is: the base library sends it control sequences then.</summary>
    public const int WidthMax = 79;

    private const int BarWidth = 12;
    private const double Smoothing = 0.2;

    private readonly Func<ProgressCounts> _counts;
    private readonly string _verb;
    private readonly bool _hasTotals;
    private readonly Duration _watch;
    private TimeSpan _lastTime;
    private long _lastBytes;
    private double _bytesPerSecond;

    /// <summary>Starts the clock.</summary>
    public ProgressText(TimeProvider clock, Func<ProgressCounts> counts, string verb, bool hasTotals)
    {
        _counts = counts;
        _verb = verb;
        _hasTotals = hasTotals;
        _watch = new Duration(clock);
    }

    /// <summary>The line as of now.</summary>
    public string Next()
    {
        var now = _watch.Elapsed;
        var counts = _counts();
        UpdateRate(now, counts.Bytes);
        var parts = new List<string> { _verb };
        if (_hasTotals && ShareOf(counts) is { } share)
        {
            var done = (int)(share * BarWidth);
            parts.Add($"[{new string('#', done)}{new string('.', BarWidth - done)}] {(int)(share * 100)}%");
        }

        parts.Add(counts.Items);
        parts.Add(SizeText.Of(counts.Bytes));
        parts.Add($"{SizeText.Of((long)_bytesPerSecond)}/s");
        if (_hasTotals && ShareOf(counts) is > 0.01 and var known)
        {
            parts.Add($"{TimeText.OfDuration(now * ((1 - known) / known))} left");
        }

        return Fit(parts);
    }

    /// <summary>As many parts as fit into a line, from the left.</summary>
    private static string Fit(List<string> parts)
    {
        var line = string.Empty;
        foreach (var part in parts)
        {
            var longer = line.Length == 0 ? part : $"{line}  {part}";
            if (longer.Length > WidthMax)
            {
                break;
            }

            line = longer;
        }

        return line;
    }

    private static double? ShareOf(ProgressCounts counts) => counts.Total > 0 ? Math.Clamp(counts.Done / counts.Total, 0, 1) : null;

    private void UpdateRate(TimeSpan now, long bytes)
    {
        var seconds = (now - _lastTime).TotalSeconds;
        if (seconds <= 0)
        {
            return;
        }

        var rate = (bytes - _lastBytes) / seconds;
        _bytesPerSecond = _lastTime == TimeSpan.Zero ? rate : _bytesPerSecond + (Smoothing * (rate - _bytesPerSecond));
        _lastTime = now;
        _lastBytes = bytes;
    }
}

using GeodeArchive.Backup.Reporting;

namespace GeodeArchive.Cli.Rendering;

/// <summary>The words of a progress line: share, bar, entries, bytes, rate and time left, as far as they are known.</summary>
internal sealed class ProgressText
{
    /// <summary>Longest line. The terminal is not asked how wide it is: the base library sends it control sequences then.</summary>
    public const int WidthMax = 79;

    private const int BarWidth = 12;
    private const double Smoothing = 0.2;

    // What an entry costs beside its bytes, in bytes, so that many small files move the bar, too.
    private const double EntryWeight = 4096;

    private readonly RunProgress _progress;
    private readonly string _verb;
    private readonly bool _hasTotals;
    private readonly Duration _watch;
    private TimeSpan _lastTime;
    private long _lastBytes;
    private double _bytesPerSecond;

    /// <summary>Starts the clock.</summary>
    public ProgressText(TimeProvider clock, RunProgress progress, string verb, bool hasTotals)
    {
        _progress = progress;
        _verb = verb;
        _hasTotals = hasTotals;
        _watch = new Duration(clock);
    }

    /// <summary>The line as of now.</summary>
    public string Next()
    {
        var now = _watch.Elapsed;
        UpdateRate(now);
        var parts = new List<string> { _verb };
        if (_hasTotals && Share() is { } share)
        {
            var done = (int)(share * BarWidth);
            parts.Add($"[{new string('#', done)}{new string('.', BarWidth - done)}] {(int)(share * 100)}%");
        }

        parts.Add(CountText.Of(_progress.Entries, "entry", "entries"));
        parts.Add(SizeText.Of(_progress.Bytes));
        parts.Add($"{SizeText.Of((long)_bytesPerSecond)}/s");
        if (_hasTotals && Share() is > 0.01 and var known)
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

    private double? Share()
    {
        var total = _progress.BytesTotal + (_progress.EntriesTotal * EntryWeight);
        return total > 0 ? Math.Clamp((_progress.Bytes + (_progress.Entries * EntryWeight)) / total, 0, 1) : null;
    }

    private void UpdateRate(TimeSpan now)
    {
        var seconds = (now - _lastTime).TotalSeconds;
        if (seconds <= 0)
        {
            return;
        }

        var bytes = _progress.Bytes;
        var rate = (bytes - _lastBytes) / seconds;
        _bytesPerSecond = _lastTime == TimeSpan.Zero ? rate : _bytesPerSecond + (Smoothing * (rate - _bytesPerSecond));
        _lastTime = now;
        _lastBytes = bytes;
    }
}

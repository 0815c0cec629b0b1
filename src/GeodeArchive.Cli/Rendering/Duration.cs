namespace GeodeArchive.Cli.Rendering;

/// <summary>Time since it was made, by a machine's clock.</summary>
internal sealed class Duration
{
    private readonly TimeProvider _clock;
    private readonly long _start;

    /// <summary>Starts.</summary>
    public Duration(TimeProvider clock)
    {
        _clock = clock;
        _start = clock.GetTimestamp();
    }

    /// <summary>How long it has been.</summary>
    public TimeSpan Elapsed => _clock.GetElapsedTime(_start);
}

using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Cli.Rendering;

/// <summary>
/// One line on the terminal that is drawn again five times a second, by a worker, until it is disposed; then it is wiped out.
/// </summary>
internal sealed class ProgressBar : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly ICommandConsole _console;
    private readonly ProgressText _text;
    private readonly IGate _gate;
    private readonly IWorker? _worker;
    private int _drawnWidth;
    private bool _isEnded;

    private ProgressBar(CommandContext context, ProgressText text, bool isShown)
    {
        _console = context.Console;
        _text = text;
        _gate = context.Machine.Scheduler.CreateGate();
        if (isShown && _console.Environment.IsErrorTerminal)
        {
            _worker = context.Machine.Scheduler.Start("progress", Run);
        }
    }

    /// <summary>Starts drawing; draws nothing where standard error is no terminal.</summary>
    /// <param name="context">Where.</param>
    /// <param name="counts">Says how far the command is.</param>
    /// <param name="verb">What is being done.</param>
    /// <param name="hasTotals">True if the totals are known from the start.</param>
    /// <param name="isShown">False: draws nothing.</param>
    public static ProgressBar Start(
        CommandContext context, Func<ProgressCounts> counts, string verb, bool hasTotals, bool isShown) =>
        new(context, new ProgressText(context.Machine.Clock, counts, verb, hasTotals), isShown);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_worker is null)
        {
            return;
        }

        _gate.Enter();
        try
        {
            _isEnded = true;
            _gate.PulseAll();
        }
        finally
        {
            _gate.Exit();
        }

        _worker.Join();
    }

    private void Run()
    {
        _gate.Enter();
        try
        {
            while (!_isEnded)
            {
                // Woken early, it only draws once more.
                _gate.Wait(Interval);
                Draw(_isEnded ? string.Empty : _text.Next());
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Draw(string line)
    {
        var blanks = new string(' ', Math.Max(_drawnWidth - line.Length, 0));
        var end = line.Length == 0 ? "\r" : string.Empty;
        _console.Error.Write($"\r{line}{blanks}{end}");
        _drawnWidth = line.Length;
    }
}

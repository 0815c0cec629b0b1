using System.Runtime.ExceptionServices;

namespace GeodeArchive.Io.Scheduling;

/// <summary>A worker on a thread of its own. The thread does not keep the process alive.</summary>
internal sealed class ThreadWorker : IWorker
{
    // Room for deep recursion over a directory tree, little enough for hundreds of workers.
    private const int StackSize = 1024 * 1024;

    private readonly Action _body;
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;

    internal ThreadWorker(string name, Action body)
    {
        Name = name;
        _body = body;
        _thread = new Thread(Run, StackSize) { Name = name, IsBackground = true };
    }

    public string Name { get; }

    public void Join()
    {
        _thread.Join();
        _failure?.Throw();
    }

    internal void Start() => _thread.Start();

    private void Run()
    {
        try
        {
            _body();
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
        }
    }
}

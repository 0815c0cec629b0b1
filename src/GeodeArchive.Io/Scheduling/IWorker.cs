namespace GeodeArchive.Io.Scheduling;

/// <summary>A worker that was started.</summary>
public interface IWorker
{
    /// <summary>The name it was started under.</summary>
    string Name { get; }

    /// <summary>Waits until the worker has ended. Throws what its body threw, with the original stack trace.</summary>
    void Join();
}

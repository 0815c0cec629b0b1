using FASTER.core;

namespace GeodeArchive.LogComparison;

/// <summary>FasterLog, with a loop that commits as often as it can.</summary>
internal sealed class PeerLog : ILogUnderTest
{
    private readonly IDevice _device;
    private readonly FasterLog _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _committer;

    public PeerLog(string directory, bool commits)
    {
        Directory.CreateDirectory(directory);
        _device = Devices.CreateLogDevice(Path.Combine(directory, "log"));
        _log = new FasterLog(new FasterLogSettings { LogDevice = _device, LogChecksum = LogChecksumType.PerEntry });
        _committer = commits ? Task.Run(Commit) : Task.CompletedTask;
    }

    public void AppendDurably(ReadOnlySpan<byte> entry)
    {
        _log.Enqueue(entry);
        _log.Commit(spinWait: true);
    }

    public async ValueTask AppendDurablyAsync(byte[] entry) => await _log.EnqueueAndWaitForCommitAsync(entry);

    public void Append(ReadOnlySpan<byte> entry) => _log.Enqueue(entry);

    public void Sync() => _log.Commit(spinWait: true);

    public void Dispose()
    {
        _stop.Cancel();
        _committer.Wait();
        _log.Dispose();
        _device.Dispose();
        _stop.Dispose();
    }

    private async Task Commit()
    {
        while (!_stop.IsCancellationRequested)
        {
            await _log.CommitAsync();
        }
    }
}

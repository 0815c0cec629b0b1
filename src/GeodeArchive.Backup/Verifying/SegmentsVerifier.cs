using GeodeArchive.Backup.Reporting;
using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Backup.Verifying;

/// <summary>Reads segments to their last byte on all workers, and checks every block, sum and chunk id. Damage goes to a log.</summary>
internal sealed class SegmentsVerifier
{
    private const int WindowsQueuedMax = 16;

    private readonly VerifiedStore _store;
    private readonly IScheduler _scheduler;
    private readonly DamageLog _damages;
    private readonly RunProgress _progress;
    private readonly int _workerCount;

    /// <summary>Prepares it.</summary>
    /// <param name="store">Where the segments are.</param>
    /// <param name="scheduler">Gives the workers.</param>
    /// <param name="damages">Is told what is damaged.</param>
    /// <param name="progress">Is told how much was read.</param>
    /// <param name="workerCount">Workers that read and check; 0 means as many as keep processors and disk busy.</param>
    public SegmentsVerifier(VerifiedStore store, IScheduler scheduler, DamageLog damages, RunProgress progress, int workerCount)
    {
        _store = store;
        _scheduler = scheduler;
        _damages = damages;
        _progress = progress;
        _workerCount = DiskWorkers.Count(scheduler, workerCount);
    }

    /// <summary>Checks segments of one domain, whatever is damaged.</summary>
    public void Run(ArchiveDomain domain, IEnumerable<SegmentReference> segments)
    {
        var windows = new BoundedQueue<SegmentWindow>(_scheduler, WindowsQueuedMax);
        var workers = new WorkerGroup(_scheduler, failure => windows.Fail(failure));
        workers.Start("lister", () =>
        {
            foreach (var segment in segments)
            {
                _damages.Guard(() => AddWindows(domain, segment, windows));
            }

            windows.Complete();
        });
        workers.Start("verifier", _workerCount, _ =>
        {
            using var verifier = new SegmentVerifier(_store, domain, _damages, _progress);
            while (windows.TryTake(out var window))
            {
                verifier.Verify(window);
            }
        });
        workers.Join();
    }

    private void AddWindows(ArchiveDomain domain, SegmentReference segment, BoundedQueue<SegmentWindow> windows)
    {
        var table = SegmentFile.ReadTable(_store, domain, segment);
        foreach (var window in SegmentWindow.Of(table))
        {
            windows.Add(window);
        }

        _progress.AddBytes(segment.Size - table.Blocks.Sum(block => (long)BlockHeader.Size + block.StoredSize));
    }
}

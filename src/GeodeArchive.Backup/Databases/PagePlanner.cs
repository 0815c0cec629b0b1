using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Storing;
using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Store;

namespace GeodeArchive.Backup.Databases;

/// <summary>
/// The first stage: says of each part of each file what is to be read. With a parent that are the pages born since; the rest is taken
/// from it, if the repository still has it. Nothing is read to find what did not change but the tree's way to what did.
/// </summary>
internal sealed class PagePlanner
{
    private const int SubtreesPerWorker = 8;

    private readonly IScheduler _scheduler;
    private readonly int _workerCount;
    private readonly BoundedQueue<PageSlice> _slices;
    private readonly ParentDatabase? _parent;
    private readonly RunProgress _progress;
    private readonly List<string> _notes;
    private readonly byte[] _header = new byte[StoreLimits.PageSize];

    public PagePlanner(
        IScheduler scheduler,
        int workerCount,
        BoundedQueue<PageSlice> slices,
        ParentDatabase? parent,
        RunProgress progress,
        List<string> notes)
    {
        _scheduler = scheduler;
        _workerCount = workerCount;
        _slices = slices;
        _parent = parent;
        _progress = progress;
        _notes = notes;
    }

    /// <summary>Plans all files, in the order of their names, and completes the queue.</summary>
    /// <exception cref="StoreException">A page is damaged, or cannot be read.</exception>
    public void Run(IEnumerable<PageFile> files)
    {
        foreach (var file in files)
        {
            using var before = _parent?.Find(file);
            var first = before is null ? null : _parent!.Next(before, SizeOf(file, 0));
            if (first is not null && IsSameFile(file, first))
            {
                PlanChanged(file, first, before!);
            }
            else
            {
                PlanFull(file);
            }
        }

        _slices.Complete();
    }

    private static long SizeOf(PageFile file, int part)
    {
        var (first, end) = file.PagesOf(part);
        return (end - first) * StoreLimits.PageSize;
    }

    /// <summary>A file begins with its header, which is a chunk of its own, says which file it is, and never changes.</summary>
    private bool IsSameFile(PageFile file, PartContent before)
    {
        file.Pages.Read(default, _header);
        file.Pages.CheckHeader(_header);
        return before.Extents is [var header, ..] && header == Extent.Whole(_parent!.IdOf(_header), _header.Length);
    }

    private void PlanFull(PageFile file)
    {
        _progress.AddTotals(1, file.Size);
        var used = file.Pages.ReadUsedPages();
        for (var part = 0; part < file.PartCount; part++)
        {
            Send(new PagePart(file, part, PartPlan.Full(file, part, used)));
        }
    }

    private void PlanChanged(PageFile file, PartContent first, IEnumerator<PartContent> before)
    {
        var changed = FindChanged(file);
        _progress.AddTotals(1, changed.Count * StoreLimits.PageSize);
        UsedPages? used = null;
        PartContent? old = first;
        for (var part = 0; part < file.PartCount; part++)
        {
            if (part > 0)
            {
                // Behind a part that the parent has less of there is nothing, or nothing that fits.
                old = old?.Length == SizeOf(file, part - 1) ? _parent!.Next(before, SizeOf(file, part)) : null;
            }

            if (!TryKeep(file, part, old, changed))
            {
                used ??= file.Pages.ReadUsedPages();
                Send(new PagePart(file, part, PartPlan.Full(file, part, used)));
            }
        }
    }

    private void Send(PagePart part)
    {
        foreach (var slice in part.Cut())
        {
            _slices.Add(slice);
        }
    }

    private PageSet FindChanged(PageFile file)
    {
        var changed = new PageSet(file.Pages.PageCount);
        var walk = file.Pages.Walk(_parent!.Generation);
        while (walk.SubtreeCount < SubtreesPerWorker * _workerCount && walk.MoveNext())
        {
            Note(file, walk, changed);
        }

        // Nothing can be stored before it is known what has changed: all workers look for it.
        if (walk.SubtreeCount > 0)
        {
            var workers = new WorkerGroup(_scheduler, _ => { });
            var walks = walk.Divide(_workerCount);
            workers.Start("walker", walks.Count, index =>
            {
                while (walks[index].MoveNext())
                {
                    Note(file, walks[index], changed);
                }
            });
            workers.Join();
        }

        if (file.IsCatalog)
        {
            changed.TryAdd(PageCuts.SuperblockPage);
        }

        return changed;
    }

    private void Note(PageFile file, PageWalk walk, PageSet changed)
    {
        _progress.AddBytes(StoreLimits.PageSize);
        if (!changed.TryAdd(walk.Pointer.Page.Value))
        {
            throw StoreException.Damage(
                file.Pages.Name, FormatError.BadReference, "page", walk.Pointer.Page, "the space map does not reach to it");
        }
    }

    /// <summary>Takes what did not change of a part from the parent; false if that is not there any more.</summary>
    private bool TryKeep(PageFile file, int part, PartContent? old, PageSet changed)
    {
        if (old is null)
        {
            return false;
        }

        var (first, end) = file.PagesOf(part);
        var hasChanged = changed.FindNext(first, end) != end;
        if (!hasChanged && old.Length == SizeOf(file, part) && (old.Leaf is not null || file.PartCount == 1))
        {
            if (!_parent!.TryUse(old.Leaf, old.Extents))
            {
                return NoteLost(file);
            }

            file.Complete(part, old.Leaf is null ? old : old with { Extents = [] });
            return true;
        }

        var pieces = PartPlan.Changed(file, part, old.Extents, changed);
        if (!_parent!.TryUse(null, pieces.Where(piece => !piece.IsRead).Select(piece => piece.Kept)))
        {
            return NoteLost(file);
        }

        Send(new PagePart(file, part, pieces));
        return true;
    }

    private bool NoteLost(PageFile file)
    {
        var note = $"{file.Pages.Name}: a part of what was backed up of it before is not in the archive any more; it was read again";
        if (_notes.Count == 0 || _notes[^1] != note)
        {
            _notes.Add(note);
        }

        return false;
    }
}

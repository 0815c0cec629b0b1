using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Storing;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Backup.Assembling;

/// <summary>
/// The last stage: takes the walk's steps in order, waits for each file's content, and builds the directories from the leaves up.
/// </summary>
internal sealed class TreeAssembler
{
    private readonly MetadataStore _nodes;
    private readonly RunProgress _progress;
    private readonly ProblemLog _problems;
    private readonly FileContentBuilder _content;
    private readonly Stack<DirectoryBuilder> _open = new();

    public TreeAssembler(MetadataStore nodes, RunProgress progress, ProblemLog problems)
    {
        _nodes = nodes;
        _progress = progress;
        _problems = problems;
        _content = new FileContentBuilder(nodes);
    }

    /// <summary>The source directory's entry, complete; null until the walk has left it.</summary>
    public TreeEntry? Root { get; private set; }

    public TreeCounts Counts { get; } = new();

    /// <summary>Assembles until the queue ends.</summary>
    public void Run(BoundedQueue<WalkItem> queue)
    {
        while (queue.TryTake(out var item))
        {
            switch (item.Kind)
            {
                case WalkItemKind.Enter:
                    _open.Push(new DirectoryBuilder(_nodes, item.Entry!));
                    break;
                case WalkItemKind.Leave:
                    Leave(_open.Pop());
                    break;
                default:
                    Add(item);
                    break;
            }
        }
    }

    private void Leave(DirectoryBuilder directory)
    {
        var entry = directory.Finish();
        Counts.Add(entry);
        _progress.AddEntries(1);
        if (_open.TryPeek(out var parent))
        {
            parent.Add(entry);
        }
        else
        {
            Root = entry;
        }
    }

    private void Add(WalkItem item)
    {
        var entry = item.Entry ?? WaitFor(item.File!);
        _progress.AddEntries(1);
        if (entry is null)
        {
            return;
        }

        Counts.Add(entry);
        _open.Peek().Add(entry);
    }

    private TreeEntry? WaitFor(PendingFile file)
    {
        var outcome = PartOutcome.Whole;
        var isChanged = false;
        string? problem = null;
        foreach (var part in file.TakeParts())
        {
            _content.Add(part);
            isChanged |= part.Outcome is PartOutcome.Changed or PartOutcome.Short;
            if (part.Outcome > outcome)
            {
                outcome = part.Outcome;
                problem = part.Problem;
            }
        }

        // One for each file, however many parts say the same.
        if (problem is not null)
        {
            _problems.Add(file.Path, problem);
        }

        var (content, size) = _content.Finish();
        if (outcome == PartOutcome.Vanished)
        {
            return null;
        }

        var isMissing = outcome == PartOutcome.Unreadable;
        return TreeEntries.From(file.Name, file.Metadata) with
        {
            Flags = (isChanged ? EntryFlags.Changed : EntryFlags.None) | (isMissing ? EntryFlags.Unreadable : EntryFlags.None),
            Content = isMissing ? FileContent.Empty : content,
            Size = isMissing ? file.Metadata.Size : size,
        };
    }
}

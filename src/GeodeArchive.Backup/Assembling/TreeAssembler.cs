using System.Collections.Immutable;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Storing;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
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
                case WalkItemKind.FurtherName:
                    AddFurtherName(item.Entry!, item.Link!);
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

        item.Link?.Keep(entry);

        Counts.Add(entry);
        _open.Peek().Add(entry);
    }

    /// <summary>All names of a file have what was stored under the first, so that they are names of one file again.</summary>
    private void AddFurtherName(TreeEntry entry, LinkedFile file)
    {
        _progress.AddEntries(1);
        if (file.Content is null || file.Flags != EntryFlags.None)
        {
            _problems.Add(PathOf(entry), "what went wrong with another name of this file goes for this one, too");
        }

        if (file.Content is null)
        {
            Counts.AddMissing(1);
            return;
        }

        entry = entry with { Content = file.Content, Size = file.Size, Flags = file.Flags, Attributes = file.Attributes };
        Counts.Add(entry);
        _open.Peek().Add(entry);
    }

    private string PathOf(TreeEntry entry)
    {
        var names = _open.Reverse().Skip(1).Select(directory => directory.Directory.Name).Append(entry.Name);
        return string.Join('/', names.Select(name => ByteText.Show(name.Span)));
    }

    private TreeEntry? WaitFor(PendingFile file)
    {
        var outcome = PartOutcome.Whole;
        var isChanged = false;
        string? problem = null;
        ImmutableArray<TreeAttribute> attributes = [];
        foreach (var part in file.TakeParts())
        {
            _content.Add(part);
            attributes = part.Attributes.IsEmpty ? attributes : part.Attributes;
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
            Attributes = attributes,
        };
    }
}

using GeodeArchive.Io.Files;

namespace GeodeArchive.Simulation.Disks;

/// <summary>Copies the nodes of a disk, each once: as they are, or as a crash leaves them.</summary>
internal sealed class DiskCopier
{
    private readonly Dictionary<SimulatedNode, SimulatedNode> _copies = [];
    private readonly Func<DirectoryNode, SortedDictionary<FileName, SimulatedNode>>? _namesAfterCrash;
    private readonly SeededRandom? _random;

    /// <summary>Copies nodes as they are.</summary>
    internal DiskCopier()
    {
    }

    /// <summary>Copies nodes as a crash leaves them.</summary>
    internal DiskCopier(Func<DirectoryNode, SortedDictionary<FileName, SimulatedNode>> namesAfterCrash, SeededRandom random)
    {
        _namesAfterCrash = namesAfterCrash;
        _random = random;
    }

    /// <summary>The copy of a node and of all below it.</summary>
    internal SimulatedNode Copy(SimulatedNode node)
    {
        if (_copies.TryGetValue(node, out var known))
        {
            return known;
        }

        var attributes = _random is not null && _random.OneIn(2) ? node.DurableAttributes : node.Attributes;
        SimulatedNode copy = node switch
        {
            RegularNode file => new RegularNode(node.Inode, attributes, node.Changed, Copy(file.Content)),
            LinkNode link => new LinkNode(node.Inode, attributes, node.Changed, link.Target),
            SpecialNode special => new SpecialNode(node.Inode, attributes, node.Changed, special.Kind, special.DeviceNumber),
            _ => new DirectoryNode(node.Inode, attributes, node.Changed, parent: null),
        };
        _copies.Add(node, copy);
        copy.LinkCount = _random is null ? node.LinkCount : 0;
        copy.DurableAttributes = _random is null ? node.DurableAttributes : attributes;
        if (node is DirectoryNode directory)
        {
            CopyNames(directory, (DirectoryNode)copy);
        }

        return copy;
    }

    private FileContent Copy(FileContent content) => _random is null ? content.Clone() : content.Crash(_random);

    private void CopyNames(DirectoryNode from, DirectoryNode to)
    {
        foreach (var (name, node) in _namesAfterCrash?.Invoke(from) ?? from.Live)
        {
            to.Live.Add(name, CopyBelow(node, to));
        }

        if (_namesAfterCrash is null)
        {
            foreach (var (name, node) in from.Durable)
            {
                to.Durable.Add(name, Copy(node));
            }
        }
        else
        {
            foreach (var (name, node) in to.Live)
            {
                to.Durable.Add(name, node);
            }
        }
    }

    private SimulatedNode CopyBelow(SimulatedNode node, DirectoryNode parent)
    {
        var copy = Copy(node);
        copy.LinkCount += _random is null ? 0 : 1;
        if (copy is DirectoryNode directory)
        {
            directory.Parent = parent;
        }

        return copy;
    }
}

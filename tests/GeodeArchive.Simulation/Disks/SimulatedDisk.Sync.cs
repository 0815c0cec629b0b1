namespace GeodeArchive.Simulation.Disks;

/// <summary>Syncing all at once.</summary>
public sealed partial class SimulatedDisk
{
    /// <summary>Makes everything durable, as syncfs does.</summary>
    internal void SyncAll()
    {
        foreach (var node in NodesBelow(_root))
        {
            node.DurableAttributes = node.Attributes;
            if (node is DirectoryNode directory)
            {
                _journal.Sync(directory);
            }
            else if (node is RegularNode file)
            {
                file.Content.Sync();
            }
        }
    }

    /// <summary>Fails for everything, see <see cref="FileContent.FailSync"/>.</summary>
    internal void FailSyncAll()
    {
        foreach (var node in NodesBelow(_root))
        {
            if (node is DirectoryNode directory)
            {
                _journal.FailSync(directory);
            }
            else if (node is RegularNode file)
            {
                file.Content.FailSync(Random);
            }
        }
    }

    /// <summary>A directory and all that programs see below it.</summary>
    private static IEnumerable<SimulatedNode> NodesBelow(DirectoryNode directory) =>
        directory.Live.Values
            .SelectMany(node => node is DirectoryNode below ? NodesBelow(below) : [node])
            .Prepend(directory);
}

namespace GeodeArchive.Simulation.Disks;

/// <summary>Syncing all at once.</summary>
public sealed partial class SimulatedDisk
{
    /// <summary>Makes everything durable, as syncfs does.</summary>
    internal void SyncAll() => SyncBelow(_root);

    private void SyncBelow(DirectoryNode directory)
    {
        _journal.Sync(directory);
        directory.DurableAttributes = directory.Attributes;
        foreach (var node in directory.Live.Values)
        {
            node.DurableAttributes = node.Attributes;
            if (node is RegularNode file)
            {
                file.Content.Sync();
            }
            else if (node is DirectoryNode inner)
            {
                SyncBelow(inner);
            }
        }
    }
}

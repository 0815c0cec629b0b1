using GeodeArchive.Format;

namespace GeodeArchive.Backup.Collecting;

/// <summary>
/// Remembers nodes of trees that were walked, in memory that does not grow: the newest takes the place of another. What is forgotten is
/// walked again, which costs time and changes nothing.
/// </summary>
internal sealed class VisitedNodes
{
    private readonly ChunkId[] _slots;

    /// <summary>Makes an empty set.</summary>
    /// <param name="slotCount">A power of two; each takes 32 bytes.</param>
    public VisitedNodes(int slotCount) => _slots = new ChunkId[slotCount];

    /// <summary>False if the node is known to have been added before.</summary>
    public bool TryAdd(ChunkId node)
    {
        ref var slot = ref _slots[(int)(node.Prefix.Low & (ulong)(_slots.Length - 1))];
        if (slot == node)
        {
            return false;
        }

        slot = node;
        return true;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => Array.Clear(_slots);
}

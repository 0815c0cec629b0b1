using GeodeArchive.Format;

namespace GeodeArchive.Store.Trees;

/// <content>
/// Keys often come in runs, each in its order: node after node, and for each label node after node. Where the last of a run went is
/// remembered, so that the next finds its place without a search, and pages are left full.
/// </content>
public sealed partial class Tree
{
    private const int FingerCount = 256;
    private const int RunByte = 4;

    private readonly TreeFinger?[] _fingers = new TreeFinger?[FingerCount];

    // Whether the key that is being inserted comes right after the last one of its run.
    private bool _isInOrder;

    /// <summary>Runs are told apart by the first byte of a key and its fifth, the last of a label.</summary>
    private TreeFinger FingerOf(ReadOnlySpan<byte> key)
    {
        var run = ((key[0] << 4) ^ (key.Length > RunByte ? key[RunByte] : 0)) % FingerCount;
        return _fingers[run] ??= new TreeFinger();
    }

    /// <summary>Puts a new key where the finger points; false if it does not belong there, is not new, or has no room.</summary>
    private bool TryPutAtFinger(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        // While the leaf is the writer's own, so are the pages above it.
        var finger = FingerOf(key);
        if (!finger.IsValid || finger.Leaf!.Token != _token)
        {
            return false;
        }

        var leaf = finger.Leaf;
        var slot = finger.NextSlot;
        var count = leaf.Count;
        if (slot > count || CellPage.Key(leaf.Bytes, slot - 1).SequenceCompareTo(key) >= 0)
        {
            return false;
        }

        var isInRange = slot < count ? CellPage.Key(leaf.Bytes, slot).SequenceCompareTo(key) > 0 : finger.IsBeforeEnd(key);
        if (!isInRange || !CellPage.TryInsert(leaf.Bytes, slot, key, value))
        {
            return false;
        }

        leaf.InsertChild(slot, null);
        finger.NextSlot++;
        ChangeCount++;
        return true;
    }

    /// <summary>Points behind a key that was put into the leaf at the end of the path.</summary>
    private void PointFinger(TreeFinger finger, int depth, int slot)
    {
        var leaf = _path[depth];
        if (slot + 1 < leaf.Count)
        {
            finger.Set(leaf, slot + 1);
            return;
        }

        var end = ReadOnlySpan<byte>.Empty;
        for (var above = depth - 1; above >= 0 && end.IsEmpty; above--)
        {
            if (_pathSlots[above] + 1 < _path[above].Count)
            {
                end = CellPage.Key(_path[above].Bytes, _pathSlots[above] + 1);
            }
        }

        finger.Set(leaf, slot + 1, end);
    }
}

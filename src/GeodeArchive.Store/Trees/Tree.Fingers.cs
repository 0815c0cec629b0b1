using GeodeArchive.Format;

namespace GeodeArchive.Store.Trees;

/// <content>
/// Keys that come in order go to the same leaf, one after the other: it is remembered, one for each first byte of a key.
/// </content>
public sealed partial class Tree
{
    private const int FingerCount = 16;

    private readonly TreeFinger?[] _fingers = new TreeFinger?[FingerCount];

    // Goes up whenever a leaf may have become another range of keys, or none.
    private long _structure;

    /// <summary>Puts a new key where the finger points; false if it does not belong there, is not new, or has no room.</summary>
    private bool TryPutAtFinger(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        // While its leaf is the writer's own, so are the pages above it.
        if (_fingers[key[0] % FingerCount] is not { Leaf: { } leaf } finger
            || finger.Structure != _structure
            || leaf.Token != _token
            || !finger.IsBeforeEnd(key))
        {
            return false;
        }

        var slot = leaf.Count;
        if (slot == 0
            || CellPage.Key(leaf.Bytes, slot - 1).SequenceCompareTo(key) >= 0
            || !CellPage.TryInsert(leaf.Bytes, slot, key, value))
        {
            return false;
        }

        leaf.InsertChild(slot, null);
        ChangeCount++;
        return true;
    }

    /// <summary>Points to the leaf at the end of the path, at whose end a key was put.</summary>
    private void PointFinger(int depth, ReadOnlySpan<byte> key)
    {
        var end = ReadOnlySpan<byte>.Empty;
        for (var above = depth - 1; above >= 0 && end.IsEmpty; above--)
        {
            if (_pathSlots[above] + 1 < _path[above].Count)
            {
                end = CellPage.Key(_path[above].Bytes, _pathSlots[above] + 1);
            }
        }

        (_fingers[key[0] % FingerCount] ??= new TreeFinger()).Set(_path[depth], _structure, end);
    }
}

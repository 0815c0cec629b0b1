using GeodeArchive.Store.Pages;

namespace GeodeArchive.Store.Trees;

/// <summary>Where a key was put last: the next one may come right after it.</summary>
internal sealed class TreeFinger
{
    private byte[] _end = new byte[32];
    private int _endLength;
    private int _range;

    /// <summary>The leaf; null if the finger points nowhere.</summary>
    public TreePage? Leaf { get; private set; }

    /// <summary>The place after the key.</summary>
    public int NextSlot { get; set; }

    /// <summary>Whether a key that goes to this place comes right after the last one.</summary>
    public bool IsBefore(TreePage leaf, int slot) => Leaf == leaf && NextSlot == slot;

    /// <summary>
    /// Whether a key that is more than the one in front of the place, which is behind all of the leaf, belongs to the leaf.
    /// </summary>
    public bool IsBeforeEnd(ReadOnlySpan<byte> key) =>
        _endLength == 0 || (_endLength > 0 && key.SequenceCompareTo(_end.AsSpan(0, _endLength)) < 0);

    /// <summary>Whether the leaf's end is where it was.</summary>
    public bool IsValid => Leaf is not null && Leaf.RangeVersion == _range;

    /// <summary>Points to a place whose leaf goes on behind it: the end is not asked for.</summary>
    public void Set(TreePage leaf, int nextSlot)
    {
        Leaf = leaf;
        NextSlot = nextSlot;
        _range = leaf.RangeVersion;
        _endLength = -1;
    }

    /// <summary>Points to the end of a leaf.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="nextSlot">The place.</param>
    /// <param name="end">The first key that does not belong to it; empty if there is none.</param>
    public void Set(TreePage leaf, int nextSlot, ReadOnlySpan<byte> end)
    {
        Set(leaf, nextSlot);
        if (_end.Length < end.Length)
        {
            _end = new byte[end.Length];
        }

        end.CopyTo(_end);
        _endLength = end.Length;
    }
}

using GeodeArchive.Store.Pages;

namespace GeodeArchive.Store.Trees;

/// <summary>The leaf that a key was put at the end of last, and up to where keys belong to it.</summary>
internal sealed class TreeFinger
{
    private byte[] _end = new byte[32];
    private int _endLength;

    /// <summary>The leaf; null if the finger points nowhere.</summary>
    public TreePage? Leaf { get; private set; }

    /// <summary>The tree's structure when the leaf was found.</summary>
    public long Structure { get; private set; }

    /// <summary>Whether a key that is not less than the leaf's first belongs to the leaf.</summary>
    public bool IsBeforeEnd(ReadOnlySpan<byte> key) => _endLength == 0 || key.SequenceCompareTo(_end.AsSpan(0, _endLength)) < 0;

    /// <summary>Points to a leaf.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="structure">The tree's structure.</param>
    /// <param name="end">The first key that does not belong to it; empty if there is none.</param>
    public void Set(TreePage leaf, long structure, ReadOnlySpan<byte> end)
    {
        Leaf = leaf;
        Structure = structure;
        if (_end.Length < end.Length)
        {
            _end = new byte[end.Length];
        }

        end.CopyTo(_end);
        _endLength = end.Length;
    }
}

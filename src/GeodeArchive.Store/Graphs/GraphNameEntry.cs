using GeodeArchive.Format;

namespace GeodeArchive.Store.Graphs;

/// <summary>A name and its number.</summary>
internal sealed class GraphNameEntry(NameKind kind, uint number, string name, byte[] bytes)
{
    private volatile bool _isLogged;
    private volatile bool _isApplied;

    public NameKind Kind => kind;

    public uint Number => number;

    public string Name => name;

    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Whether a commit that is in the log holds it; set under the commit gate.</summary>
    public bool IsLogged
    {
        get => _isLogged;
        set => _isLogged = value;
    }

    /// <summary>Whether the tree has it: before it is not shown. Set under the apply gate.</summary>
    public bool IsApplied
    {
        get => _isApplied;
        set => _isApplied = value;
    }

    /// <summary>Its part of the graph's fingerprint.</summary>
    public GraphFingerprint Fingerprint()
    {
        Span<byte> key = stackalloc byte[GraphTree.KeySizeMax];
        return GraphFingerprint.OfRow(GraphKey.OfNumber(key, kind, number), bytes);
    }
}

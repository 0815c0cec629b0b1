using GeodeArchive.Format;

namespace GeodeArchive.Loading.Writing;

/// <summary>Takes rows and keeps none: for a dry run.</summary>
internal sealed class NoTarget : ILoadTarget
{
    private readonly Dictionary<(NameKind Kind, string Name), uint> _names = [];
    private long _nodes;

    /// <inheritdoc/>
    public uint NumberOf(NameKind kind, string name)
    {
        _ = GraphName.Encode(name);
        return _names.TryGetValue((kind, name), out var number) ? number : _names[(kind, name)] = (uint)_names.Count + 1;
    }

    /// <inheritdoc/>
    public long AddNode(byte[] row) => ++_nodes;

    /// <inheritdoc/>
    public void AddRelationship(byte[] row)
    {
    }

    /// <inheritdoc/>
    public void Complete()
    {
    }

    /// <inheritdoc/>
    public void Abandon()
    {
    }
}

using System.Collections.Immutable;

namespace GeodeArchive.Load.Modelling;

/// <summary>A node, without its client and number.</summary>
/// <param name="Labels">Its labels, by ordinal order.</param>
/// <param name="Properties">Its properties.</param>
public sealed record ModelNode(ImmutableSortedSet<string> Labels, ModelProperties Properties)
{
    /// <inheritdoc/>
    public bool Equals(ModelNode? other) => other is not null && Labels.SequenceEqual(other.Labels) && Properties.Equals(other.Properties);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Labels.Count, Properties);

    /// <inheritdoc/>
    public override string ToString() => $"(:{string.Join(':', Labels)} {Properties})";
}

using System.Collections.Immutable;

namespace GeodeArchive.Format;

/// <summary>The checkpoint of a database that was backed up: see format-spec/tree.md. Immutable.</summary>
public sealed record DatabaseSource
{
    private const int AncestorSizeLeast = Id128.Size + 1;

    /// <summary>The database; not zero.</summary>
    public required DatabaseId DatabaseId { get; init; }

    /// <summary>The life of the database that the checkpoint is of; not zero.</summary>
    public required IncarnationId IncarnationId { get; init; }

    /// <summary>The checkpoint.</summary>
    public required Generation Generation { get; init; }

    /// <summary>The timeline that <see cref="CheckpointLsn"/> is a place in; not zero.</summary>
    public required TimelineId TimelineId { get; init; }

    /// <summary>All that ends there or before is in the backup, and nothing else is: here the log goes on.</summary>
    public required Lsn CheckpointLsn { get; init; }

    /// <summary>When the checkpoint was made, in nanoseconds since 1970-01-01 UTC.</summary>
    public required long Time { get; init; }

    /// <summary>The last transaction in it, and the highest time of a commit.</summary>
    public required DatabaseAttributes Attributes { get; init; }

    /// <summary>The lives before this one, oldest first, each with its last checkpoint that is shared.</summary>
    public ImmutableArray<StoreAncestor> Ancestors { get; init; } = [];

    /// <summary>Whether a checkpoint is this one, or one that it goes on from.</summary>
    /// <param name="incarnation">The life that it is of.</param>
    /// <param name="generation">Its number.</param>
    public bool HasInAncestry(IncarnationId incarnation, Generation generation)
    {
        if (incarnation == IncarnationId)
        {
            return generation <= Generation;
        }

        foreach (StoreAncestor ancestor in Ancestors)
        {
            if (ancestor.IncarnationId == incarnation)
            {
                return generation <= ancestor.Generation;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public bool Equals(DatabaseSource? other) =>
        other is not null
        && (DatabaseId, IncarnationId, Generation) == (other.DatabaseId, other.IncarnationId, other.Generation)
        && (TimelineId, CheckpointLsn, Time) == (other.TimelineId, other.CheckpointLsn, other.Time)
        && Attributes == other.Attributes
        && Ancestors.AsSpan().SequenceEqual(other.Ancestors.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(DatabaseId, IncarnationId, Generation, CheckpointLsn);

    internal static DatabaseSource Read(ref FormatReader reader)
    {
        DatabaseSource source = new()
        {
            DatabaseId = new DatabaseId(reader.ReadId()),
            IncarnationId = new IncarnationId(reader.ReadId()),
            Generation = new Generation(reader.ReadCount("generation", 1)),
            TimelineId = new TimelineId(reader.ReadId()),
            CheckpointLsn = new Lsn(reader.ReadVarint()),
            Time = reader.ReadZigzag(),
            Attributes = ReadAttributes(ref reader),
            Ancestors = ReadAncestors(ref reader),
        };
        source.Validate(reader.Place);
        return source;
    }

    internal void Write(FormatWriter writer, Place place)
    {
        Validate(place);
        writer.WriteId(DatabaseId.Value);
        writer.WriteId(IncarnationId.Value);
        writer.WriteCount(Generation.Value);
        writer.WriteId(TimelineId.Value);
        writer.WriteVarint(CheckpointLsn.Value);
        writer.WriteZigzag(Time);
        writer.WriteVarint(Attributes.Xid.Value);
        if (Attributes.Xid != Xid.None)
        {
            writer.WriteZigzag(Attributes.TimeMax);
        }

        writer.WriteCount(Ancestors.Length);
        foreach (StoreAncestor ancestor in Ancestors)
        {
            writer.WriteId(ancestor.IncarnationId.Value);
            writer.WriteCount(ancestor.Generation.Value);
        }
    }

    private static DatabaseAttributes ReadAttributes(ref FormatReader reader)
    {
        long xid = reader.ReadCount("xid");
        return xid == 0 ? DatabaseAttributes.Decode([]) : new DatabaseAttributes(new Xid((ulong)xid), reader.ReadZigzag());
    }

    private static ImmutableArray<StoreAncestor> ReadAncestors(ref FormatReader reader)
    {
        int count = TreeNode.ReadItemCount(ref reader, "ancestor_count", 0, AncestorSizeLeast);
        ImmutableArray<StoreAncestor>.Builder ancestors = ImmutableArray.CreateBuilder<StoreAncestor>(count);
        for (int i = 0; i < count; i++)
        {
            IncarnationId incarnation = new(reader.ReadId());
            ancestors.Add(new StoreAncestor(incarnation, new Generation(reader.ReadCount("generation of an ancestor", 1))));
        }

        return ancestors.MoveToImmutable();
    }

    private void Validate(Place place)
    {
        place.Require(!DatabaseId.IsZero, FormatError.BadValue, "database_id is zero");
        place.Require(!IncarnationId.IsZero, FormatError.BadValue, "incarnation_id is zero");
        place.RequireRange(Generation.Value, 1, long.MaxValue, "generation");
        place.Require(!TimelineId.IsZero, FormatError.BadValue, "timeline_id is zero");
        place.RequireRange(place.Signed(Attributes.Xid.Value, "xid"), 0, long.MaxValue, "xid");
        foreach (StoreAncestor ancestor in Ancestors)
        {
            place.Require(!ancestor.IncarnationId.IsZero, FormatError.BadValue, "incarnation_id of an ancestor is zero");
            place.RequireRange(ancestor.Generation.Value, 1, long.MaxValue, "generation of an ancestor");
        }
    }
}

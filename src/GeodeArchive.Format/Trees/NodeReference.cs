namespace GeodeArchive.Format;

/// <summary>A node of a tree, and how many levels are below it.</summary>
/// <param name="Depth">0 if the node is a leaf; at most 255.</param>
/// <param name="Id">The node's chunk.</param>
public readonly record struct NodeReference(int Depth, ChunkId Id)
{
    internal static NodeReference Read(ref FormatReader reader)
    {
        int depth = reader.ReadByte();
        return new NodeReference(depth, reader.ReadChunkId());
    }

    internal void Write(FormatWriter writer)
    {
        writer.WriteByte((byte)Depth);
        writer.WriteChunkId(Id);
    }

    internal void Validate(Place place) => place.RequireRange(Depth, 0, byte.MaxValue, "depth");
}

using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>The plain payload of a data block: its directory and the chunks' bytes, whatever they are.</summary>
internal sealed record DirectorySample(ImmutableArray<ChunkDirectoryEntry> Entries, byte[] Content)
{
    public static Gen<DirectorySample> Values { get; } =
        from entries in Generators.Some(
            from id in Generators.Chunk
            from length in Gen.Choose(1, 60)
            select new ChunkDirectoryEntry(id, length),
            1,
            8)
        let size = entries.Sum(entry => entry.Length)
        from content in Generators.Bytes(size, size)
        select new DirectorySample(entries, content);

    public static DirectorySample Decode(byte[] bytes)
    {
        ImmutableArray<ChunkDirectoryEntry>.Builder entries = ImmutableArray.CreateBuilder<ChunkDirectoryEntry>();
        ChunkDirectory directory = ChunkDirectory.Decode(bytes, 4096);
        int end = ChunkDirectory.SizeFor(directory.Count);
        foreach (ChunkPlace chunk in directory)
        {
            Assert.Equal(end, chunk.Offset);
            end += chunk.Length;
            entries.Add(new ChunkDirectoryEntry(chunk.Id, chunk.Length));
        }

        Assert.Equal(bytes.Length, end);
        return new DirectorySample(entries.ToImmutable(), bytes[ChunkDirectory.SizeFor(directory.Count)..]);
    }

    public byte[] Encode()
    {
        byte[] bytes = new byte[ChunkDirectory.SizeFor(Entries.Length) + Content.Length];
        ChunkDirectory.Write(bytes, Entries.AsSpan());
        Content.CopyTo(bytes, ChunkDirectory.SizeFor(Entries.Length));
        return bytes;
    }
}

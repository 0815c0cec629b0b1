using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Blocks;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Tests.Format;

namespace GeodeArchive.Tests.Repository;

/// <summary>A segment of several blocks, made by the classes that make real ones.</summary>
internal sealed class SegmentSample
{
    private SegmentSample(byte[] file, SegmentFooter footer)
    {
        File = file;
        Footer = footer;
    }

    /// <summary>The whole file.</summary>
    public byte[] File { get; }

    /// <summary>Its footer.</summary>
    public SegmentFooter Footer { get; }

    public static FileId Id { get; } = new(new Id128(77, 78));

    /// <summary>Makes a data segment.</summary>
    /// <param name="blocks">For each block its chunks.</param>
    /// <param name="compression">How blocks are compressed.</param>
    /// <param name="id">The file's id; null for <see cref="Id"/>.</param>
    public static SegmentSample Make(IReadOnlyList<byte[][]> blocks, string compression = "none", FileId? id = null)
    {
        FileHeader header = FileHeader.ForSegment(
            new RepositoryId(new Id128(1, 1)), new SegmentId((id ?? Id).Value), new SessionId(new Id128(2, 2)), created: 3, SegmentKind.Data);
        OpenSegment segment = new(new NewFile(header, null), ArchiveDomain.Plain(null!, Samples.RepositoryHeader), upload: null!);
        using ICompressor compressor = Compressors.Create(CompressionSettings.Parse(compression));
        using BlockEncoder encoder = new(compressor);
        List<byte> file = [.. segment.Header];
        foreach (byte[][] chunks in blocks)
        {
            ChunkDirectoryEntry[] entries = [.. chunks.Select(chunk => new ChunkDirectoryEntry(ChunkId.OfPlain(chunk), chunk.Length))];
            byte[] plain = new byte[ChunkDirectory.SizeFor(entries.Length) + chunks.Sum(chunk => chunk.Length)];
            ChunkDirectory.Write(plain, entries);
            int at = ChunkDirectory.SizeFor(entries.Length);
            foreach (byte[] chunk in chunks)
            {
                chunk.CopyTo(plain, at);
                at += chunk.Length;
            }

            encoder.Encode(BlockType.Data, plain);
            file.AddRange(segment.Add(encoder, entries));
        }

        byte[] end = segment.EncodeEnd();
        file.AddRange(end);
        byte[] bytes = [.. file];
        using BlockDecoder decoder = new();
        Trailer trailer = Trailer.Decode(bytes.AsSpan(^Trailer.Size..), bytes.Length - Trailer.Size);
        DecodedBlock footer = decoder.Decode(
            bytes.AsSpan((int)trailer.FooterOffset), trailer.FooterOffset, trailer.FileId, trailer.BlockCount - 1, BlockType.Footer);
        return new SegmentSample(bytes, SegmentFooter.Decode(footer.Plain, trailer.FooterOffset));
    }

    /// <summary>A segment of blocks with one chunk of some hundred bytes each.</summary>
    public static SegmentSample Make(int blockCount, string compression = "none") =>
        Make([.. Enumerable.Range(1, blockCount).Select(number => (byte[][])[ChunkOf(number)])], compression);

    /// <summary>The chunk of block <paramref name="number"/>, counted from 1.</summary>
    public static byte[] ChunkOf(int number) => [.. Enumerable.Repeat((byte)number, 100 * number)];
}

using System.Security.Cryptography;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Repository.Blocks;
using GeodeArchive.Repository.Keys;

namespace GeodeArchive.Repository.Manifests;

/// <summary>One manifest as bytes; see format-spec/manifest.md.</summary>
public sealed class ManifestFile
{
    private const int BlockPlainSize = 1 << 20;

    private static readonly CompressionSettings Compression = new(CompressionAlgorithm.Zstd, 3);

    private ManifestFile(FileHeader header, ManifestSection section, Trailer trailer, IReadOnlyList<ManifestRecord> records)
    {
        Header = header;
        Section = section;
        Trailer = trailer;
        Records = records;
    }

    /// <summary>The file header.</summary>
    public FileHeader Header { get; }

    /// <summary>Number, kind, and the hash of the manifest before.</summary>
    public ManifestSection Section { get; }

    /// <summary>The trailer, with the manifest's own root hash.</summary>
    public Trailer Trailer { get; }

    /// <summary>What the commit changed, or the whole state.</summary>
    public IReadOnlyList<ManifestRecord> Records { get; }

    /// <summary>Encodes a manifest.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="records">Its records.</param>
    /// <param name="keys">Authenticate it; null if the repository has none.</param>
    /// <returns>The whole file.</returns>
    public static byte[] Encode(FileHeader header, IReadOnlyList<ManifestRecord> records, RepositoryKeys? keys = null)
    {
        var writer = new FormatWriter();
        foreach (var record in records)
        {
            ManifestRecords.Encode(writer, record);
        }

        if (writer.Length > Limits.ManifestRecordsSizeMax)
        {
            throw new ArgumentException(
                $"{writer.Length} bytes of records, a reader takes {Limits.ManifestRecordsSizeMax}", nameof(records));
        }

        var output = new FormatWriter();
        var headerBytes = new byte[FileHeader.Size];
        header.Encode(headerBytes);
        output.WriteBytes(headerBytes);
        using var compressor = Compressors.Create(Compression);
        using var encoder = new BlockEncoder(compressor);
        var rest = writer.WrittenSpan;
        var sequence = 0;
        while (!rest.IsEmpty)
        {
            var plain = rest[..Math.Min(rest.Length, BlockPlainSize)];
            encoder.Encode(BlockType.Records, plain);
            output.WriteBytes(encoder.Finish(header.FileId, sequence, output.Length));
            rest = rest[plain.Length..];
            sequence++;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(headerBytes);
        hash.AppendData(writer.WrittenSpan);
        var rootHash = Hash256.Read(hash.GetHashAndReset());
        var trailer = new Trailer
        {
            Kind = ArchiveFileKind.Manifest,
            BlockCount = (uint)sequence,
            FooterOffset = 0,
            FileSize = output.Length + Trailer.Size,
            FileId = header.FileId,
            RootHash = rootHash,
            Mac = keys?.MacOf(rootHash) ?? default,
            ItemCount = records.Count,
        };
        Span<byte> trailerBytes = stackalloc byte[Trailer.Size];
        trailer.Encode(trailerBytes);
        output.WriteBytes(trailerBytes);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Decodes and checks a manifest by itself: not its place in the chain.</summary>
    /// <exception cref="ArchiveFormatException">It is damaged.</exception>
    public static ManifestFile Decode(ReadOnlySpan<byte> file)
    {
        var header = FileHeader.Decode(file);
        header.ExpectKind(ArchiveFileKind.Manifest);
        var section = header.ManifestSection;
        if (file.Length < FileHeader.Size + Trailer.Size)
        {
            throw new ArchiveFormatException(FormatError.Truncated, "trailer", file.Length, "the file ends before its trailer");
        }

        var trailer = Trailer.Decode(file[^Trailer.Size..], file.Length - Trailer.Size);
        trailer.ExpectHeader(header);
        CheckSize(trailer, file.Length);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file[..FileHeader.Size]);
        var plain = DecodeBlocks(file[..^Trailer.Size], header.FileId, trailer, hash);
        if (Hash256.Read(hash.GetHashAndReset()) != trailer.RootHash)
        {
            throw new ArchiveFormatException(
                FormatError.BadChecksum, "trailer", file.Length - Trailer.Size, "the root hash does not match the content");
        }

        var records = ManifestRecords.DecodeAll(plain, section.ManifestKind, FileHeader.Size);
        if (records.Count != trailer.ItemCount)
        {
            throw new ArchiveFormatException(
                FormatError.BadReference,
                "trailer",
                file.Length - Trailer.Size,
                $"{trailer.ItemCount} records expected, {records.Count} found");
        }

        return new ManifestFile(header, section, trailer, records);
    }

    private static void CheckSize(Trailer trailer, int length)
    {
        if (trailer.FileSize != length)
        {
            throw new ArchiveFormatException(
                FormatError.BadReference,
                "trailer",
                length - Trailer.Size,
                $"the file is {length} bytes long, the trailer says {trailer.FileSize}");
        }
    }

    private static byte[] DecodeBlocks(ReadOnlySpan<byte> body, FileId fileId, Trailer trailer, IncrementalHash hash)
    {
        using var decoder = new BlockDecoder();
        var plain = new FormatWriter();
        var offset = FileHeader.Size;
        for (long sequence = 0; sequence < trailer.BlockCount; sequence++)
        {
            var block = decoder.Decode(body[Math.Min(offset, body.Length)..], offset, fileId, sequence, BlockType.Records);
            hash.AppendData(block.Plain);
            if (plain.Length + block.Plain.Length > Limits.ManifestRecordsSizeMax)
            {
                throw new ArchiveFormatException(
                    FormatError.TooLarge, "manifest", offset, $"more than {Limits.ManifestRecordsSizeMax} bytes of records");
            }

            plain.WriteBytes(block.Plain);
            offset += block.TotalSize;
        }

        return offset == body.Length
            ? plain.WrittenSpan.ToArray()
            : throw new ArchiveFormatException(
                FormatError.TrailingBytes, "manifest", offset, "there are bytes between the last block and the trailer");
    }
}

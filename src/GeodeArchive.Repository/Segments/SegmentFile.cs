using System.Security.Cryptography;
using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Blocks;

namespace GeodeArchive.Repository.Segments;

/// <summary>Reads the fixed parts of a segment and checks them against what refers to it.</summary>
public static class SegmentFile
{
    /// <summary>Read from the end where the number of chunks is not known.</summary>
    private const int SuffixSize = 64 * 1024;

    /// <summary>Of the blocks of a segment as they mostly are; where they are smaller, the end is read twice.</summary>
    private const int BlockSizeMin = 256 * 1024;

    /// <summary>Reads header, trailer and footer.</summary>
    /// <exception cref="RepositoryException">The segment is missing, damaged, or another one.</exception>
    public static SegmentTable ReadTable(IObjectStore store, ArchiveDomain domain, SegmentReference segment)
    {
        var key = RepositoryNames.Segment(segment.Id);
        try
        {
            using var file = store.Open(key);
            var header = new byte[FileHeader.Size];
            var headerLength = file.Read(0, header);
            var decoded = FileHeader.Decode(header.AsSpan(0, headerLength));
            CheckHeader(decoded, segment);
            var cipher = domain.CipherOf(decoded);
            var (suffix, start) = ReadSuffix(file, segment);
            var trailer = Trailer.Decode(suffix.AsSpan(suffix.Length - Trailer.Size), segment.Size - Trailer.Size);
            trailer.ExpectHeader(decoded);
            if (trailer.RootHash != segment.RootHash || trailer.FileId != segment.Id.AsFileId() || trailer.FileSize != segment.Size)
            {
                throw new ArchiveFormatException(
                    FormatError.BadReference,
                    "trailer",
                    segment.Size - Trailer.Size,
                    "root hash, file id or size is not what the manifest says");
            }

            domain.CheckMac(trailer);
            var footer = ReadFooter(header, suffix.AsSpan(0, suffix.Length - Trailer.Size), start, trailer, cipher);
            return new SegmentTable(segment, footer, cipher);
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
        catch (ArchiveFormatException damage)
        {
            throw RepositoryException.Damage(key.Text, damage);
        }
    }

    /// <summary>Reads a segment by what it says of itself: one that no manifest names.</summary>
    /// <exception cref="RepositoryException">It is missing or damaged.</exception>
    public static SealedSegment ReadSealed(ArchiveRepository repository, SegmentId id)
    {
        var store = repository.Store;
        var key = RepositoryNames.Segment(id);
        try
        {
            var bytes = new byte[FileHeader.Size];
            var header = FileHeader.Decode(bytes.AsSpan(0, store.GetRange(key, 0, bytes)));
            header.ExpectKind(ArchiveFileKind.Segment);
            var end = new byte[Trailer.Size];
            var (count, length) = store.GetSuffix(key, end);
            var trailer = Trailer.Decode(end.AsSpan(0, count), length - count);
            var reference = new SegmentReference(id, header.SegmentSection.SegmentKind, length, trailer.RootHash);
            var domain = repository.DomainOf(header.Encryption == EncryptionAlgorithm.None ? Domain.Plain : Domain.Encrypted);
            return new SealedSegment(
                header.SessionId, header.Created, domain.Domain, header.KeyGeneration, ReadTable(store, domain, reference));
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
        catch (ArchiveFormatException damage)
        {
            throw RepositoryException.Damage(key.Text, damage);
        }
    }

    /// <summary>Checks that a segment's header is that of <paramref name="segment"/>.</summary>
    public static void CheckHeader(FileHeader header, SegmentReference segment)
    {
        header.ExpectKind(ArchiveFileKind.Segment);
        header.ExpectFile(segment.Id.AsFileId());
        var kind = header.SegmentSection.SegmentKind;
        if (kind != segment.Kind)
        {
            throw new ArchiveFormatException(
                FormatError.BadKind, "file header", 0, $"a {kind} segment where the manifest says {segment.Kind}");
        }
    }

    private static long SuffixSizeOf(SegmentReference segment)
    {
        if (segment.ChunkCount <= 0)
        {
            return SuffixSize;
        }

        var footerSize = SegmentFooter.SizeFor((segment.Size / BlockSizeMin) + 1, Math.Min(segment.ChunkCount, Limits.BlockPlainSizeMax));
        return Math.Min(footerSize, Limits.BlockPlainSizeMax) + BlockHeader.Size + BlockPayload.PrefixSize + Trailer.Size;
    }

    private static (byte[] Suffix, long Start) ReadSuffix(IObjectReader file, SegmentReference segment)
    {
        var suffix = new byte[Math.Min(SuffixSizeOf(segment), segment.Size)];
        var (count, length) = file.ReadSuffix(suffix);
        if (length != segment.Size || count != suffix.Length || count < Trailer.Size)
        {
            throw new ArchiveFormatException(
                length < segment.Size ? FormatError.Truncated : FormatError.TrailingBytes,
                "file",
                Math.Min(length, segment.Size),
                $"it is {length} bytes long, the manifest says {segment.Size}");
        }

        var trailer = Trailer.Decode(suffix.AsSpan(count - Trailer.Size), segment.Size - Trailer.Size);
        var wanted = segment.Size - trailer.FooterOffset;
        if (wanted <= suffix.Length)
        {
            return (suffix, segment.Size - suffix.Length);
        }

        if (wanted > Limits.BlockStoredSizeMax + BlockHeader.Size + Trailer.Size)
        {
            throw new ArchiveFormatException(FormatError.TooLarge, "trailer", segment.Size - Trailer.Size, $"a footer of {wanted} bytes");
        }

        var whole = new byte[wanted];
        var (wholeCount, _) = file.ReadSuffix(whole);
        return wholeCount == whole.Length
            ? (whole, segment.Size - wanted)
            : throw new ArchiveFormatException(FormatError.Truncated, "file", segment.Size - wanted, "it became shorter while it was read");
    }

    private static SegmentFooter ReadFooter(
        byte[] header, ReadOnlySpan<byte> bytes, long start, Trailer trailer, FileCipher? cipher)
    {
        using var decoder = new BlockDecoder();
        var offset = trailer.FooterOffset;
        if (offset < start || offset - start > bytes.Length || trailer.BlockCount == 0)
        {
            throw new ArchiveFormatException(FormatError.BadReference, "trailer", start + bytes.Length, $"there is no footer at {offset}");
        }

        var block = decoder.Decode(
            bytes[(int)(offset - start)..], offset, trailer.FileId, trailer.BlockCount - 1, BlockType.Footer, cipher);
        if (offset + block.TotalSize != start + bytes.Length)
        {
            throw new ArchiveFormatException(FormatError.TrailingBytes, "footer", offset, "there are bytes between footer and trailer");
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        hash.AppendData(block.Plain);
        Span<byte> root = stackalloc byte[Hash256.Size];
        hash.GetHashAndReset(root);
        if (Hash256.Read(root) != trailer.RootHash)
        {
            throw new ArchiveFormatException(FormatError.BadChecksum, "footer", offset, "header and footer do not match the root hash");
        }

        var footer = SegmentFooter.Decode(block.Plain, offset);
        footer.ExpectTrailer(trailer);
        return footer;
    }
}

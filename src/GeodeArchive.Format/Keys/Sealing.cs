using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>
/// What goes into AES-256-GCM beside key and content: nonces, and what is authenticated with the content. See format-spec/keys.md and
/// format-spec/block.md.
/// </summary>
public static class Sealing
{
    /// <summary>Bytes that are authenticated with a block.</summary>
    public const int BlockAuthenticatedSize = (2 * Id128.Size) + BlockHeader.Size;

    /// <summary>Bytes that are authenticated with an index page.</summary>
    public const int PageAuthenticatedSize = (3 * Id128.Size);

    /// <summary>Bytes that are authenticated with the wrapped key of a file.</summary>
    public const int FileKeyAuthenticatedSize = 8 + (2 * Id128.Size);

    /// <summary>Bytes that are authenticated with the keys of a slot.</summary>
    public const int SlotAuthenticatedSize = 16 + (3 * Id128.Size) + KeySlotSectionLayout.SaltSize;

    /// <summary>Bytes that are authenticated with the ring.</summary>
    public const int RingAuthenticatedSize = 4 + (2 * Id128.Size) + FileHeaderLayout.EphemeralPublicKeySize;

    // Not a kind of file: pages and blocks of an index are encrypted with one key.
    private const uint PageNonce = 0x80000005;

    /// <summary>The nonce of a block.</summary>
    /// <param name="nonce">12 bytes, all set.</param>
    /// <param name="kind">Kind of the file.</param>
    /// <param name="sequence">Number of the block in the file.</param>
    public static void WriteBlockNonce(Span<byte> nonce, ArchiveFileKind kind, long sequence) => WriteNonce(nonce, (uint)kind, sequence);

    /// <summary>The nonce of an index page.</summary>
    public static void WritePageNonce(Span<byte> nonce, uint pageNumber) => WriteNonce(nonce, PageNonce, pageNumber);

    /// <summary>What is authenticated with a block.</summary>
    public static void WriteBlockAuthenticated(Span<byte> bytes, RepositoryId repository, in BlockHeader header)
    {
        repository.Write(bytes);
        header.FileId.Write(bytes[Id128.Size..]);
        header.EncodeAuthenticated(bytes[(2 * Id128.Size)..]);
    }

    /// <summary>What is authenticated with an index page.</summary>
    /// <param name="bytes">All set.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="file">The index.</param>
    /// <param name="page">The page, of which the fields before the entries count.</param>
    public static void WritePageAuthenticated(Span<byte> bytes, RepositoryId repository, FileId file, ReadOnlySpan<byte> page)
    {
        repository.Write(bytes);
        file.Write(bytes[Id128.Size..]);
        page[IndexPage.SumSize..IndexPage.EncryptedOffset].CopyTo(bytes[(2 * Id128.Size)..]);
    }

    /// <summary>What is authenticated with the wrapped key of a file.</summary>
    public static void WriteFileKeyAuthenticated(
        Span<byte> bytes, ArchiveFileKind kind, KeyWrap wrap, uint generation, RepositoryId repository, FileId file)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)kind);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[2..], (ushort)wrap);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], generation);
        repository.Write(bytes[8..]);
        file.Write(bytes[(8 + Id128.Size)..]);
    }

    /// <summary>What is authenticated with the keys of a slot: all that decides who opens it and what for.</summary>
    public static void WriteSlotAuthenticated(Span<byte> bytes, RepositoryId repository, FileId slot, KeySlotSection section)
    {
        bytes.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)section.Derivation);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[2..], (ushort)section.Access);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], section.Iterations);
        repository.Write(bytes[16..]);
        slot.Write(bytes[(16 + Id128.Size)..]);
        section.KeySetId.Write(bytes[(16 + (2 * Id128.Size))..]);
        section.Salt.Write(bytes[(16 + (3 * Id128.Size))..]);
    }

    /// <summary>What is authenticated with the ring.</summary>
    public static void WriteRingAuthenticated(
        Span<byte> bytes, RepositoryId repository, KeySetId keySet, uint generation, ReadOnlySpan<byte> publicKey)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, generation);
        repository.Write(bytes[4..]);
        keySet.Write(bytes[(4 + Id128.Size)..]);
        publicKey.CopyTo(bytes[(4 + (2 * Id128.Size))..]);
    }

    private static void WriteNonce(Span<byte> nonce, uint first, long number)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(nonce, first);
        BinaryPrimitives.WriteInt64LittleEndian(nonce[sizeof(uint)..], number);
    }
}

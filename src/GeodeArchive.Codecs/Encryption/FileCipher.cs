using System.Security.Cryptography;
using GeodeArchive.Format;

namespace GeodeArchive.Codecs.Encryption;

/// <summary>
/// Encrypts and decrypts the blocks and pages of one file with AES-256-GCM under the file's own key; see format-spec/block.md. Safe for
/// several workers. A file has one key and writes each block and page once, so that no nonce is used twice.
/// </summary>
public sealed class FileCipher
{
    /// <summary>Size of a file's key, in bytes.</summary>
    public const int KeySize = 32;

    private const int NonceSize = SealedBytes.NonceSize;
    private const int TagSize = SealedBytes.TagSize;

    private readonly ArchiveFileKind _kind;
    private readonly RepositoryId _repository;
    private readonly FileId _file;
    private readonly byte[] _key;

    /// <summary>Makes the cipher of a file; the key is copied.</summary>
    public FileCipher(ArchiveFileKind kind, RepositoryId repository, FileId file, ReadOnlySpan<byte> key)
    {
        _kind = kind;
        _repository = repository;
        _file = file;
        _key = key.ToArray();
    }

    /// <summary>Encrypts a stored payload in place.</summary>
    /// <param name="header">The block's header, complete but for the payload sum.</param>
    /// <param name="stored">All bytes of the stored payload.</param>
    /// <returns>The payload sum.</returns>
    public Id128 SealBlock(in BlockHeader header, Span<byte> stored)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        Span<byte> tag = stackalloc byte[TagSize];
        Span<byte> authenticated = stackalloc byte[Sealing.BlockAuthenticatedSize];
        Sealing.WriteBlockNonce(nonce, _kind, header.Sequence);
        Sealing.WriteBlockAuthenticated(authenticated, _repository, header);
        using var cipher = new AesGcm(_key, TagSize);
        cipher.Encrypt(nonce, stored, stored, tag, authenticated);
        return Id128.Read(tag);
    }

    /// <summary>Decrypts a stored payload.</summary>
    /// <param name="header">The block's header.</param>
    /// <param name="stored">All bytes of the stored payload.</param>
    /// <param name="opened">As many bytes; zero if it cannot be decrypted. May be <paramref name="stored"/>.</param>
    /// <returns>False if key, header or payload are not those that were encrypted.</returns>
    public bool TryOpenBlock(in BlockHeader header, ReadOnlySpan<byte> stored, Span<byte> opened)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        Span<byte> tag = stackalloc byte[TagSize];
        Span<byte> authenticated = stackalloc byte[Sealing.BlockAuthenticatedSize];
        Sealing.WriteBlockNonce(nonce, _kind, header.Sequence);
        Sealing.WriteBlockAuthenticated(authenticated, _repository, header);
        header.PayloadSum.Write(tag);
        return TryOpen(nonce, stored, tag, opened, authenticated);
    }

    /// <summary>Encrypts the entries of an index page in place and puts the tag in the place of the sum.</summary>
    public void SealPage(uint pageNumber, Span<byte> page)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        Span<byte> authenticated = stackalloc byte[Sealing.PageAuthenticatedSize];
        Sealing.WritePageNonce(nonce, pageNumber);
        Sealing.WritePageAuthenticated(authenticated, _repository, _file, page);
        var entries = page[IndexPage.EncryptedOffset..];
        using var cipher = new AesGcm(_key, TagSize);
        cipher.Encrypt(nonce, entries, entries, page[..TagSize], authenticated);
    }

    /// <summary>Decrypts the entries of an index page in place.</summary>
    /// <returns>False if key or page are not those that were encrypted.</returns>
    public bool TryOpenPage(uint pageNumber, Span<byte> page)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        Span<byte> authenticated = stackalloc byte[Sealing.PageAuthenticatedSize];
        Sealing.WritePageNonce(nonce, pageNumber);
        Sealing.WritePageAuthenticated(authenticated, _repository, _file, page);
        var entries = page[IndexPage.EncryptedOffset..];
        return TryOpen(nonce, entries, page[..TagSize], entries, authenticated);
    }

    private bool TryOpen(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> content, ReadOnlySpan<byte> tag, Span<byte> opened, ReadOnlySpan<byte> authenticated)
    {
        try
        {
            using var cipher = new AesGcm(_key, TagSize);
            cipher.Decrypt(nonce, content, tag, opened, authenticated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }
}

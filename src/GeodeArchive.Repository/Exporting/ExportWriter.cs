using System.Collections.Immutable;
using System.Security.Cryptography;
using GeodeArchive.Codecs;
using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Blocks;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Repository.Exporting;

/// <summary>
/// Writes one export from its first byte to its last, in one go: see format-spec/export.md. To those that write objects it is a store;
/// objects are written one after the other. For one worker at a time.
/// </summary>
public sealed class ExportWriter : IObjectStore
{
    private const int BufferSize = 1 << 20;

    // Not the stream itself: it is not owned.
    private readonly WriteBytes _write;
    private readonly Action _flush;
    private readonly FileHeader _header;
    private readonly byte[] _headerBytes = new byte[FileHeader.Size];
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly ImmutableArray<ExportEntry>.Builder _entries = ImmutableArray.CreateBuilder<ExportEntry>();
    private byte[] _block = [];
    private byte[] _opened = [];

    /// <summary>Starts an export.</summary>
    /// <param name="output">Where it goes; not owned, and never sought in.</param>
    /// <param name="header">Its file header.</param>
    public ExportWriter(Stream output, FileHeader header)
    {
        _write = output.Write;
        _flush = output.Flush;
        _header = header;
        header.ExpectKind(ArchiveFileKind.Export);
        header.Encode(_headerBytes);
        Write(_headerBytes);
    }

    private delegate void WriteBytes(ReadOnlySpan<byte> bytes);

    /// <inheritdoc/>
    public string DisplayName => "the export";

    /// <summary>Bytes written.</summary>
    public long Size { get; private set; }

    /// <inheritdoc/>
    public bool PutIfAbsent(ObjectKey key, ReadOnlySpan<byte> content)
    {
        using var upload = new ExportUpload(this, key);
        upload.Write(content);
        upload.Complete();
        return true;
    }

    /// <inheritdoc/>
    public IObjectUpload BeginUpload(ObjectKey key) => new ExportUpload(this, key);

    /// <summary>Copies an object byte by byte.</summary>
    /// <exception cref="RepositoryException">It cannot be read.</exception>
    public void Copy(IObjectStore source, ObjectKey key)
    {
        try
        {
            using var upload = new ExportUpload(this, key);
            var offset = 0L;
            for (var count = BufferSize; count == BufferSize; offset += count)
            {
                count = source.GetRange(key, offset, _buffer);
                upload.Write(_buffer.AsSpan(0, count));
            }

            upload.Complete();
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    /// <summary>Copies a segment byte by byte, and checks the stored bytes of each block on the way.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="table">What its footer says.</param>
    /// <exception cref="RepositoryException">It is damaged, or cannot be read.</exception>
    public void CopySegment(IObjectStore source, SegmentTable table)
    {
        var key = RepositoryNames.Segment(table.Segment.Id);
        try
        {
            using var upload = new ExportUpload(this, key);
            CopyRange(source, upload, 0, FileHeader.Size);
            var end = (long)FileHeader.Size;
            foreach (var block in table.Blocks)
            {
                if (block.Offset != end)
                {
                    throw new ArchiveFormatException(
                        FormatError.BadReference, "block header", block.Offset, $"the block before ends at {end}");
                }

                CopyBlock(source, upload, block, table.Cipher);
                end += BlockHeader.Size + block.StoredSize;
            }

            CopyRange(source, upload, end, table.Segment.Size - end);
            upload.Complete();
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

    /// <summary>Writes directory and trailer: nothing comes after them.</summary>
    /// <exception cref="RepositoryException">There are more objects than an export can hold.</exception>
    public void Finish()
    {
        var directory = new FormatWriter();
        new ExportDirectory(_entries.ToImmutable()).Encode(directory);
        if (directory.Length > Limits.BlockPlainSizeMax)
        {
            throw new RepositoryException(
                RepositoryError.Failed, $"the backup needs {_entries.Count} files of the archive, more than an export can hold");
        }

        using var compressor = Compressors.Create(CompressionSettings.For(CompressionAlgorithm.None));
        using var encoder = new BlockEncoder(compressor);
        encoder.Encode(BlockType.Footer, directory.WrittenSpan);
        var footerOffset = Size;
        var block = encoder.Finish(_header.FileId, 0, footerOffset);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_headerBytes);
        hash.AppendData(directory.WrittenSpan);
        var trailer = new Trailer
        {
            Kind = ArchiveFileKind.Export,
            BlockCount = 1,
            FooterOffset = footerOffset,
            FileSize = footerOffset + block.Length + Trailer.Size,
            FileId = _header.FileId,
            RootHash = Hash256.Read(hash.GetHashAndReset()),
            ItemCount = _entries.Count,
        };
        Span<byte> trailerBytes = stackalloc byte[Trailer.Size];
        trailer.Encode(trailerBytes);
        Write(block);
        Write(trailerBytes);
        _flush();
    }

    /// <inheritdoc/>
    public int GetRange(ObjectKey key, long offset, Span<byte> destination) => throw NotReadable();

    /// <inheritdoc/>
    public (int Count, long Length) GetSuffix(ObjectKey key, Span<byte> destination) => throw NotReadable();

    /// <inheritdoc/>
    public IReadOnlyList<ObjectEntry> List(string prefix, bool recursive = true, int countMax = int.MaxValue) => throw NotReadable();

    /// <inheritdoc/>
    public bool Delete(ObjectKey key, bool isDurable = false) => throw NotReadable();

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        _write(bytes);
        Size += bytes.Length;
    }

    internal void Add(ExportEntry entry) => _entries.Add(entry);

    private static InvalidOperationException NotReadable() => new("an export is not read while it is written");

    private bool IsIntact(in BlockHeader header, ReadOnlySpan<byte> payload, FileCipher? cipher)
    {
        header.ExpectEncryption(cipher is null ? EncryptionAlgorithm.None : EncryptionAlgorithm.Aes256Gcm);
        if (cipher is null)
        {
            return BlockPayload.SumPlain(payload) == header.PayloadSum;
        }

        if (_opened.Length < payload.Length)
        {
            _opened = new byte[payload.Length];
        }

        return cipher.TryOpenBlock(header, payload, _opened.AsSpan(0, payload.Length));
    }

    private void CopyBlock(IObjectStore source, ExportUpload upload, SegmentFooterBlock block, FileCipher? cipher)
    {
        // Read by its own length, so that its sum can be checked before it is written.
        var size = BlockHeader.Size + block.StoredSize;
        if (_block.Length < size)
        {
            _block = new byte[size];
        }

        var stored = _block.AsSpan(0, size);
        var count = source.GetRange(upload.Key, block.Offset, stored);
        if (count != stored.Length)
        {
            throw new ArchiveFormatException(FormatError.Truncated, "block", block.Offset, $"{count} of {stored.Length} bytes are there");
        }

        var header = BlockHeader.Decode(stored, block.Offset);
        if (header.PayloadSum != block.PayloadSum || header.StoredSize != block.StoredSize)
        {
            throw new ArchiveFormatException(
                FormatError.BadReference, "block header", block.Offset, "it is not the block that the footer lists");
        }

        if (!IsIntact(header, stored[BlockHeader.Size..], cipher))
        {
            throw new ArchiveFormatException(FormatError.BadChecksum, "block", block.Offset, "the payload is damaged");
        }

        upload.Write(stored);
    }

    private void CopyRange(IObjectStore source, ExportUpload upload, long offset, long length)
    {
        while (length > 0)
        {
            var part = _buffer.AsSpan(0, (int)Math.Min(length, BufferSize));
            var count = source.GetRange(upload.Key, offset, part);
            if (count != part.Length)
            {
                throw new ArchiveFormatException(FormatError.Truncated, "file", offset + count, "it became shorter while it was read");
            }

            upload.Write(part);
            offset += count;
            length -= count;
        }
    }
}

using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;
using GeodeArchive.Repository.Keys;

namespace GeodeArchive.Tests.Format;

/// <summary>
/// Reads whole files from their first byte to their last, in the order of format-spec/trailer.md, and says what is in them.
/// </summary>
internal sealed class WholeFile
{
    private readonly byte[] _bytes;
    private readonly FileHeader _header;
    private readonly Trailer _trailer;
    private readonly List<byte> _hashed;
    private readonly RepositoryKeys? _keys;
    private readonly VectorQuestion _question;
    private readonly FileCipher? _cipher;

    private WholeFile(VectorQuestion question, byte[] bytes, ArchiveFileKind kind)
    {
        _bytes = bytes;
        _header = FileHeader.Decode(bytes);
        question.Check(_header, kind);
        _question = question;
        _keys = question.Keys?.Open();
        if (_header.Encryption != EncryptionAlgorithm.None)
        {
            Assert.True(_keys!.TryOpen(_header, out _cipher));
        }

        _hashed = [.. bytes[..FileHeader.Size]];
        int trailerOffset = Math.Max(FileHeader.Size, bytes.Length - Trailer.Size);
        _trailer = Trailer.Decode(bytes.AsSpan(trailerOffset), trailerOffset);
        _trailer.ExpectHeader(_header);
        if (_keys is not null)
        {
            Hash256 mac = kind == ArchiveFileKind.Manifest || _cipher is not null ? _keys.MacOf(_trailer.RootHash) : default;
            if (_trailer.Mac != mac)
            {
                ArchiveFormatException.Throw(FormatError.BadChecksum, "trailer", trailerOffset, "the mac is another");
            }
        }
    }

    private long TrailerOffset => _trailer.FileSize - Trailer.Size;

    /// <summary>What is in a file, or in a tree node.</summary>
    public static JsonObject Read(VectorQuestion question, byte[] bytes)
    {
        switch (question.Kind)
        {
            case "repository":
                FileHeader header = RepositoryFile.Decode(bytes);
                question.Check(header, ArchiveFileKind.Repository);
                return new JsonObject { ["header"] = VectorText.Header(header) };
            case "backup":
                BackupFile backup = BackupFile.Decode(bytes);
                question.Check(backup.Header, ArchiveFileKind.Backup);
                return new JsonObject { ["text"] = backup.Text, ["header"] = VectorText.Header(backup.Header) };
            case "manifest":
                return new WholeFile(question, bytes, ArchiveFileKind.Manifest).ReadManifest();
            case "segment":
                return new WholeFile(question, bytes, ArchiveFileKind.Segment).ReadSegment();
            case "index":
                return new WholeFile(question, bytes, ArchiveFileKind.Index).ReadIndex();
            case "key-slot":
                return ReadKeySlot(question, KeySlotFile.Decode(bytes));
            case "node":
                return VectorText.Node(bytes);
            case "export":
                return new WholeFile(question, bytes, ArchiveFileKind.Export).ReadExport();
            case "access":
                AccessRecord record = AccessRecord.Decode(bytes);
                record.Expect(question.Repository!.Value, record.Time);
                return VectorText.Access(record);
            case "wal":
                return WholeLog.Read(question, bytes);
            case "wal-footer":
                return LogText.Footer(LogFooter.Decode(bytes, 0));
            case "wal-archive":
                FileHeader archive = LogArchiveFile.Decode(bytes);
                question.Check(archive, ArchiveFileKind.LogArchive);
                return new JsonObject { ["header"] = VectorText.Header(archive) };
            case "wal-object":
                return new WholeFile(question, bytes, ArchiveFileKind.LogObject).ReadLogObject();
            case "wal-covered":
                LogCovered note = LogCovered.Decode(bytes);
                note.Expect(note.DatabaseId, new TimelineId(question.File!.Value.Value), note.Lsn, note.Time);
                return LogArchiveText.Covered(note);
            case "timeline":
                LogTimeline timeline = LogTimeline.Decode(bytes);
                timeline.ExpectTimeline(new TimelineId(question.File!.Value.Value));
                return LogText.Timeline(timeline);
            case var kind when WholeStore.PageKinds.Contains(kind) || WholeStore.RowKinds.Contains(kind):
                return WholeStore.Read(question, bytes);
            default:
                throw new ArgumentException(question.Kind);
        }
    }

    private JsonObject ReadManifest()
    {
        List<byte> records = [];
        long sequence = 0;
        for (long offset = FileHeader.Size; offset < TrailerOffset; sequence++)
        {
            BlockHeader block = ReadHeader(offset, sequence, BlockType.Records);
            records.AddRange(ReadPayload(block));
            offset = block.End;
        }

        _hashed.AddRange(records);
        _trailer.ExpectCounts(sequence, _trailer.ItemCount);
        ExpectRootHash();
        List<ManifestRecord> decoded = ManifestRecords.DecodeAll(records.ToArray(), _header.ManifestSection.ManifestKind);
        _trailer.ExpectCounts(sequence, decoded.Count);
        if (_keys is not null && decoded.OfType<KeysRecord>().SingleOrDefault() is { } record)
        {
            _keys.Follow(record);
            byte[] ring = KeySamples.OpenRing(record, _question.Keys!.MasterKey);
            return Describe(
                ("records", VectorText.List(decoded, VectorText.Record)), ("generations", VectorText.List(ring.Chunk(64), VectorText.Generation)));
        }

        return Describe(("records", VectorText.List(decoded, VectorText.Record)));
    }

    private JsonObject ReadSegment()
    {
        (SegmentFooter footer, long footerOffset) = ReadFooter(SegmentFooter.Decode);
        BlockType type = _header.SegmentSection.SegmentKind == SegmentKind.Data ? BlockType.Data : BlockType.Metadata;
        int firstChunk = 0;
        int number = 0;
        for (long offset = FileHeader.Size; offset < footerOffset; number++)
        {
            SegmentFooterBlock row = footer.Blocks[number];
            BlockHeader block = ReadHeader(offset, number, type);
            row.ExpectHeader(block);
            byte[] plain = ReadPayload(block);
            ChunkDirectory directory = ChunkDirectory.Decode(plain, offset);
            directory.ExpectEntries(footer.Chunks.AsSpan().Slice(firstChunk, row.ChunkCount), offset);
            foreach (ChunkPlace chunk in directory)
            {
                ReadOnlySpan<byte> content = plain.AsSpan(chunk.Offset, chunk.Length);
                if ((_cipher is null ? ChunkId.OfPlain(content) : _keys!.IdOf(KeySamples.Described(content))) != chunk.Id)
                {
                    ArchiveFormatException.Throw(FormatError.BadChecksum, "chunk", offset, "the chunk is not that of its id");
                }
            }

            firstChunk += row.ChunkCount;
            offset = block.End;
        }

        footer.ExpectTrailer(_trailer);
        ExpectRootHash();
        return Describe(
            ("blocks", VectorText.List(footer.Blocks, VectorText.Block)),
            ("chunks", VectorText.List(footer.Chunks, VectorText.Chunk)));
    }

    private JsonObject ReadExport()
    {
        (ExportDirectory directory, long _) = ReadFooter(ExportDirectory.Decode);
        _trailer.ExpectCounts(1, directory.Entries.Length);
        ExpectRootHash();
        int offset = FileHeader.Size;
        foreach (ExportEntry entry in directory.Entries)
        {
            if (Hash256.OfContent(_bytes.AsSpan(offset, (int)entry.Size)) != entry.Hash)
            {
                ArchiveFormatException.Throw(FormatError.BadChecksum, "object", offset, "the object is not that of its hash");
            }

            offset += (int)entry.Size;
        }

        return Describe(("objects", VectorText.List(directory.Entries, VectorText.Exported)));
    }

    private JsonObject ReadLogObject()
    {
        (LogObjectFooter footer, long _) = ReadFooter(LogObjectFooter.Decode);
        footer.ExpectHeader(_header);
        JsonArray records = [];
        for (int number = 0; number < footer.Blocks.Length; number++)
        {
            LogObjectBlock row = footer.Blocks[number];
            BlockHeader block = ReadHeader(row.Offset, number, BlockType.LogRecords);
            row.ExpectHeader(block);
            byte[] plain = ReadPayload(block);
            CommitPlace after = GeodeArchive.Recovery.Reading.BlockContent.CommitAfter(footer, number);
            GeodeArchive.Recovery.Reading.BlockContent.Check(plain, row, after);
            LogArchiveText.AddRecords(records, plain, row);
        }

        footer.ExpectTrailer(_trailer, records.Count);
        ExpectRootHash();
        return Describe(("footer", LogArchiveText.Footer(footer)), ("records", records));
    }

    private JsonObject ReadIndex()
    {
        (IndexFooter footer, long footerOffset) = ReadFooter(IndexFooter.Decode);
        List<IndexEntry> entries = [];
        List<byte> sums = [];
        for (uint number = 0; number < footer.PageCount; number++)
        {
            int offset = (int)IndexPage.OffsetOf(number);
            IndexPage page = ReadPage(_bytes.AsSpan(offset, IndexPage.Size).ToArray(), number);
            footer.ExpectPage(number, page);
            for (int i = 0; i < page.Count; i++)
            {
                entries.Add(page[i]);
            }

            sums.AddRange(_bytes.AsSpan(offset, IndexPage.SumSize));
        }

        long sequence = 0;
        byte[] filter = [];
        byte[] fences = [];
        long fenceOffset = 0;
        for (long offset = IndexPage.OffsetOf(footer.PageCount); offset < footerOffset; sequence++)
        {
            bool isFilter = sequence < footer.FilterBlockCount;
            BlockHeader block = ReadHeader(offset, sequence, isFilter ? BlockType.Filter : BlockType.Fences);
            byte[] sum = new byte[Id128.Size];
            block.PayloadSum.Write(sum);
            sums.AddRange(sum);
            if (isFilter)
            {
                filter = [.. filter, .. ReadPayload(block)];
            }
            else
            {
                fenceOffset = offset;
                fences = [.. fences, .. ReadPayload(block)];
            }

            offset = block.End;
        }

        IndexFences.Check(fences, footer.PageCount, fenceOffset);
        footer.ExpectTrailer(_trailer);
        ExpectRootHash();
        Assert.Equal(footer.PagesHash, Hash256.OfContent(sums.ToArray()));
        Assert.Equal(IndexFilters.Of(entries), filter);
        return Describe(
            ("entries", VectorText.List(entries, VectorText.Entry)),
            ("filter_kind", 1),
            ("filter", Convert.ToHexStringLower(filter)),
            ("fences", Convert.ToHexStringLower(fences)),
            ("segments", VectorText.List(footer.Segments, segment => segment.ToString())));
    }

    private (TFooter Footer, long Offset) ReadFooter<TFooter>(FooterDecoder<TFooter> decode)
    {
        BlockHeader block = ReadHeader(_trailer.FooterOffset, _trailer.BlockCount - 1, BlockType.Footer);
        _trailer.ExpectFooter(block);
        byte[] plain = ReadPayload(block);
        _hashed.AddRange(plain);
        return (decode(plain, block.Offset), block.Offset);
    }

    private static JsonObject ReadKeySlot(VectorQuestion question, FileHeader header)
    {
        question.Check(header, ArchiveFileKind.KeySlot);
        KeySlot slot = new(header);
        using KeySecret secret = new(slot.Section.Derivation, [.. question.Secret!], "vector");
        if (!slot.TryOpen(secret, out RepositoryKeys? keys))
        {
            ArchiveFormatException.Throw(FormatError.BadChecksum, "file header", 0, "the slot is for something else");
        }

        return new JsonObject
        {
            ["header"] = VectorText.Header(header),
            ["keys"] = VectorText.List(keys!.ToSlot(slot.Section.Access).Chunk(32), key => Convert.ToHexStringLower(key)),
        };
    }

    private IndexPage ReadPage(byte[] page, uint number)
    {
        if (_cipher is null)
        {
            return IndexPage.Decode(page, number, _header.FileId);
        }

        if (!_cipher.TryOpenPage(number, page))
        {
            ArchiveFormatException.Throw(FormatError.BadChecksum, "index page", IndexPage.OffsetOf(number), "the tag is another");
        }

        return IndexPage.DecodeDecrypted(page, number, _header.FileId);
    }

    private BlockHeader ReadHeader(long offset, long sequence, BlockType type)
    {
        BlockHeader header = BlockHeader.Decode(_bytes.AsSpan((int)offset), offset);
        header.CheckPlace(_header.FileId, sequence, offset);
        header.ExpectType(type);
        header.ExpectEncryption(_header.Encryption);
        return header;
    }

    private byte[] ReadPayload(in BlockHeader header)
    {
        int start = (int)header.Offset + BlockHeader.Size;
        int end = Math.Min(start + header.StoredSize, (int)TrailerOffset);
        byte[] stored = _bytes[start..end];
        if (_cipher is not null && !_cipher.TryOpenBlock(header, stored, stored))
        {
            ArchiveFormatException.Throw(FormatError.BadChecksum, "block payload", header.Offset, "the tag is another");
        }

        BlockPayload payload = BlockPayload.Decode(stored, header);
        if (header.Compression == CompressionAlgorithm.None)
        {
            return payload.Compressed.ToArray();
        }

        // One byte more than it should be shows that it is too long.
        byte[] plain = new byte[payload.PlainSize + 1];
        using GZipStream stream = new(new MemoryStream(payload.Compressed.ToArray()), CompressionMode.Decompress);
        if (stream.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false) != payload.PlainSize)
        {
            ArchiveFormatException.Throw(FormatError.BadCompression, "block payload", header.Offset, "another size than plain_size");
        }

        return plain[..payload.PlainSize];
    }

    private void ExpectRootHash() => _trailer.ExpectRootHash(Hash256.Read(SHA256.HashData(_hashed.ToArray())));

    private JsonObject Describe(params ReadOnlySpan<(string Name, JsonNode? Value)> content)
    {
        JsonObject described = new() { ["header"] = VectorText.Header(_header) };
        foreach ((string name, JsonNode? value) in content)
        {
            described[name] = value;
        }

        described["trailer"] = VectorText.Trailer(_trailer);
        return described;
    }

    private delegate TFooter FooterDecoder<TFooter>(ReadOnlySpan<byte> payload, long blockOffset);
}

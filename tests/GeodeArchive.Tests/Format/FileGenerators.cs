using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Valid headers, trailers, blocks, footers, pages.</summary>
internal static class FileGenerators
{
    /// <summary>All generated trailers are of files of this size.</summary>
    public const long TrailerFileSize = 1 << 20;

    public static Gen<RepositorySection> RepositorySection { get; } =
        from shift in Gen.Choose(13, 21)
        from shiftMax in Gen.Choose(1, 2)
        from parts in Gen.Choose(1, 1024)
        from extentShift in Gen.Choose(16, 23)
        from key in Generators.Hash
        let min = Math.Min(1 << 20, (1 << (shift - 1)) - Math.Min(7, (1 << (shift - 1)) - 4096))
        select new RepositorySection
        {
            ChunkSizeMin = min,
            ChunkSizeAverage = 1 << shift,
            ChunkSizeMax = Math.Min(Limits.ChunkSizeMax, (1 << (shift + shiftMax)) + 5),
            PartSize = (long)parts << 20,
            ExtentSize = 1 << extentShift,
            ChunkerKey = new ChunkerKey(key),
        };

    public static Gen<AccessRecord> Access { get; } =
        from outcome in Generators.Enumeration<AccessOutcome>()
        from exitCode in Gen.Choose(0, 99)
        from repository in Generators.Id
        from time in Generators.Count
        from duration in Generators.Count
        from user in Generators.Uint
        from process in Generators.Count
        from texts in Generators.Some(Generators.Text, 5, 5)
        from backups in Generators.Some(Generators.BackupName, 0, 4)
        select new AccessRecord
        {
            Outcome = outcome,
            ExitCode = exitCode,
            RepositoryId = new RepositoryId(repository),
            Time = time,
            Duration = duration,
            UserId = user,
            ProcessId = process,
            Host = texts[0],
            User = texts[1],
            SudoUser = texts[2],
            Program = texts[3],
            Command = "c" + texts[4],
            Backups = backups,
        };

    public static Gen<ExportDirectory> ExportDirectory { get; } =
        from sizes in Generators.Some(Generators.Uint, 1, 5)
        from hash in Generators.Hash
        select new ExportDirectory(
            [.. sizes.Select((size, i) => new ExportEntry($"archive/{i}", Math.Max(1L, size), hash))]);

    public static Gen<ManifestSection> ManifestSection { get; } =
        from number in Gen.OneOf(Generators.Manifest, Gen.Elements(1, 255, 256, 512).Select(n => new ManifestNumber((ulong)n)))
        from previous in Generators.Hash
        select new ManifestSection(number, number == ManifestNumber.First ? default : previous);

    public static Gen<BackupSection> BackupSection { get; } =
        from sum in Generators.Uint
        from type in Generators.BackupType
        from manifest in Generators.Manifest
        from id in Generators.Id
        from parent in Generators.Id
        from started in Generators.Long
        from finished in Generators.Long
        from logicalSize in Generators.Count
        from storedSize in Generators.Count
        from name in Generators.BackupName
        from source in Generators.Enumeration<SourceKind>()
        select new BackupSection
        {
            TextChecksum = sum,
            Type = type,
            SourceKind = source,
            Manifest = manifest,
            BackupId = new BackupId(id),
            ParentId = type == BackupType.Full ? default : new BackupId(parent),
            Started = started,
            Finished = finished,
            LogicalSize = logicalSize,
            StoredSize = storedSize,
            Name = name,
        };

    public static Gen<KeySlotSection> KeySlotSection { get; } =
        from derivation in Generators.Enumeration<KeyDerivation>()
        from access in Generators.Enumeration<KeyAccess>()
        from iterations in Gen.OneOf(Gen.Choose(1, 1000), Gen.Choose(1, GeodeArchive.Format.KeySlotSection.IterationsMax))
        from salt in Generators.Hash
        from keySet in Generators.Id
        from sealedKeys in SealedBytes(GeodeArchive.Format.KeySlotSection.KeysSizeOf(access))
        from label in Generators.Text.Where(GeodeArchive.Format.KeySlotSection.IsLabel)
        select new KeySlotSection
        {
            Derivation = derivation,
            Access = access,
            Iterations = derivation == KeyDerivation.KeyFile ? 0 : iterations,
            Salt = salt,
            KeySetId = new KeySetId(keySet),
            Keys = sealedKeys,
            Label = label,
        };

    public static Gen<FileHeader> KeySlotHeader { get; } =
        from ids in Ids()
        from created in Generators.Long
        from section in KeySlotSection
        select FileHeader.ForKeySlot(ids.Repository, ids.File, created, section);

    public static Gen<FileHeader> RepositoryHeader { get; } =
        from ids in Ids()
        from created in Generators.Long
        from section in RepositorySection
        select FileHeader.ForRepository(ids.Repository, ids.File, created, section);

    public static Gen<FileHeader> Header { get; } =
        from ids in Ids()
        from created in Generators.Long
        from kind in Gen.Choose(0, 5)
        from repository in RepositorySection
        from segmentKind in Generators.Enumeration<SegmentKind>()
        from manifest in ManifestSection
        from backup in BackupSection
        from keySlot in KeySlotSection
        from extras in Extras()
        select WithExtras(
            kind switch
            {
                0 => FileHeader.ForRepository(ids.Repository, ids.File, created, repository),
                1 => FileHeader.ForSegment(ids.Repository, new SegmentId(ids.File.Value), ids.Session, created, segmentKind),
                2 => FileHeader.ForManifest(ids.Repository, ids.File, ids.Session, created, manifest),
                3 => FileHeader.ForIndex(ids.Repository, new IndexId(ids.File.Value), ids.Session, created),
                4 => FileHeader.ForBackup(ids.Repository, created, backup),
                _ => FileHeader.ForKeySlot(ids.Repository, ids.File, created, keySlot),
            },
            extras);

    public static Gen<BackupFile> BackupFile { get; } =
        from ids in Ids()
        from created in Generators.Long
        from section in BackupSection
        from lines in Generators.Some(Generators.Text, 0, 6)
        let text = string.Join('\n', lines.Prepend(GeodeArchive.Format.BackupFile.TextStart)).TrimEnd('\n')
        select new BackupFile(text, FileHeader.ForBackup(ids.Repository, created, section with { TextChecksum = 0 }));

    public static Gen<Trailer> Trailer { get; } =
        from kind in Gen.Elements(ArchiveFileKind.Manifest, ArchiveFileKind.Segment, ArchiveFileKind.Index)
        from blocks in Generators.Uint
        from footer in Gen.Choose(FileHeader.Size, (int)TrailerFileSize - 200)
        from id in Generators.Id
        from root in Generators.Hash
        from mac in Gen.OneOf(Gen.Constant(default(Hash256)), Generators.Hash)
        from items in Generators.Positive
        select new Trailer
        {
            Kind = kind,
            BlockCount = Math.Max(1, blocks),
            FooterOffset = kind == ArchiveFileKind.Manifest ? 0 : footer,
            FileSize = TrailerFileSize,
            FileId = new FileId(id),
            RootHash = root,
            Mac = mac,
            ItemCount = items,
        };

    public static Gen<BlockHeader> BlockHeader { get; } =
        from type in Generators.Enumeration<BlockType>()
        from compression in Generators.Enumeration<CompressionAlgorithm>()
        from encryption in Generators.Enumeration<EncryptionAlgorithm>()
        from size in Gen.Choose(BlockPayload.PrefixSize, Limits.BlockStoredSizeMax)
        from sequence in Generators.Uint
        from offset in Generators.Uint
        from sum in Generators.Id
        from file in Generators.Id
        select new BlockHeader
        {
            Type = type,
            Compression = compression,
            Encryption = encryption,
            StoredSize = size,
            Sequence = sequence,
            Offset = FileHeader.Size + (long)offset,
            PayloadSum = sum,
            FileId = new FileId(file),
        };

    public static Gen<ChunkDirectoryEntry> ChunkEntry { get; } =
        from id in Generators.Chunk
        from length in Gen.OneOf(Gen.Choose(1, 300), Gen.Choose(1, 100_000))
        select new ChunkDirectoryEntry(id, length);

    public static Gen<SegmentFooter> SegmentFooter { get; } =
        from chunks in Generators.Some(Generators.Some(ChunkEntry, 1, 5), 1, 6)
        from sums in Gen.ArrayOf(Generators.Id, chunks.Length)
        from sizes in Gen.ArrayOf(Gen.Choose(BlockPayload.PrefixSize, 2_000_000), chunks.Length)
        select MakeFooter(chunks, sums, sizes);

    public static Gen<IndexEntry> IndexEntry { get; } =
        from high in Generators.Word
        from low in Gen.Choose(0, 3)
        from segment in Gen.Choose(0, 5)
        select new IndexEntry(new ChunkPrefix(new Id128(high, (ulong)low)), (uint)segment);

    public static Gen<ImmutableArray<IndexEntry>> IndexEntries { get; } = Gen.OneOf(
        Generators.Ascending(IndexEntry, 1, 20),
        Generators.Ascending(IndexEntry, 1, IndexPage.EntryCountMax));

    public static Gen<IndexFooter> IndexFooter { get; } =
        from entries in Gen.OneOf(Gen.Choose(1, 1000), Gen.Choose(1, int.MaxValue))
        from hash in Generators.Hash
        from segments in Generators.Ascending(Generators.Id.Select(id => new SegmentId(id)), 1, 10)
        select new IndexFooter(entries, hash, segments);

    /// <summary>Bytes under a key, of which nobody knows what they are.</summary>
    public static Gen<SealedBytes> SealedBytes(int size) =>
        from bytes in Generators.Bytes(28 + size, 28 + size)
        select new SealedBytes(bytes.AsSpan(0, 12), bytes.AsSpan(12, 16), bytes.AsSpan(28));

    private static Gen<(RepositoryId Repository, FileId File, SessionId Session)> Ids() =>
        from repository in Generators.Id
        from file in Generators.Id
        from session in Generators.Id
        select (new RepositoryId(repository), new FileId(file), new SessionId(session));

    private static Gen<(ulong Compatible, ulong ReadOnly, ushort Minor, KeyWrap Wrap, byte[] Key, uint Generation)> Extras() =>
        from compatible in Generators.Word
        from readOnly in Generators.Word
        from minor in Generators.Uint
        from wrap in Generators.Enumeration<KeyWrap>()
        from key in Generators.Bytes(12 + 32 + 16 + 64, 12 + 32 + 16 + 64)
        from generation in Generators.Uint
        select (compatible, readOnly, (ushort)minor, wrap, key, generation);

    private static FileHeader WithExtras(
        FileHeader header, (ulong Compatible, ulong ReadOnly, ushort Minor, KeyWrap Wrap, byte[] Key, uint Generation) extras)
    {
        FileHeader changed = header with
        {
            FeaturesCompatible = extras.Compatible,
            FeaturesReadOnly = extras.ReadOnly,
            VersionMinor = extras.Minor,
        };
        if (extras.Wrap == KeyWrap.None || header.Kind is not (ArchiveFileKind.Segment or ArchiveFileKind.Index))
        {
            return changed;
        }

        ReadOnlySpan<byte> key = extras.Key;
        return changed with
        {
            ChunkIdentity = ChunkIdentity.HmacSha256,
            Encryption = EncryptionAlgorithm.Aes256Gcm,
            KeyWrap = extras.Wrap,
            KeyGeneration = extras.Generation,
            WrappedKey = new WrappedKey(
                key[..12], key[12..44], key[44..60], extras.Wrap == KeyWrap.PublicKey ? (byte[])[4, .. key[60..]] : []),
        };
    }

    private static SegmentFooter MakeFooter(ImmutableArray<ImmutableArray<ChunkDirectoryEntry>> chunks, Id128[] sums, int[] sizes)
    {
        long offset = FileHeader.Size;
        ImmutableArray<SegmentFooterBlock>.Builder blocks = ImmutableArray.CreateBuilder<SegmentFooterBlock>();
        for (int i = 0; i < chunks.Length; i++)
        {
            int plainSize = ChunkDirectory.SizeFor(chunks[i].Length) + chunks[i].Sum(chunk => chunk.Length);
            blocks.Add(new SegmentFooterBlock(offset, sizes[i], plainSize, chunks[i].Length, sums[i]));
            offset = blocks[i].End;
        }

        return new SegmentFooter(blocks.ToImmutable(), [.. chunks.SelectMany(chunk => chunk)]);
    }
}

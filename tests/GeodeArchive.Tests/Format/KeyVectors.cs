using System.Collections.Immutable;
using GeodeArchive.Format;
using S = GeodeArchive.Format.KeySlotSectionLayout;

namespace GeodeArchive.Tests.Format;

/// <summary>Vectors of key slots and of encrypted files, all made from fixed keys.</summary>
internal static class KeyVectors
{
    private static readonly VectorQuestion AskSlot = new("key-slot")
    {
        Repository = Samples.Repository,
        File = Samples.KeySlotHeader.FileId,
        Secret = KeySamples.KeyFile,
    };

    private static readonly VectorQuestion AskSegment = new("segment")
    {
        Repository = Samples.Repository,
        File = Samples.DataSegment.AsFileId(),
        Keys = VectorKeys.Samples,
    };

    private static readonly VectorQuestion AskIndex = AskSegment with { Kind = "index", File = Samples.Index.AsFileId() };

    private static readonly VectorQuestion AskManifest =
        AskSegment with { Kind = "manifest", File = Samples.Manifest, Number = new ManifestNumber(7) };

    private static readonly ImmutableArray<ImmutableArray<byte[]>> DataBlocks =
        [[Samples.DataChunks[0], Samples.DataChunks[1]], [Samples.DataChunks[2]]];

    public static IReadOnlyList<Vector> Valid { get; } =
    [
        new("key-slot", AskSlot, Header(KeySamples.KeyFileSlot)),
        new("key-slot-passphrase", AskSlot with { Secret = KeySamples.Passphrase }, Header(KeySamples.PassphraseSlot)),
        new("key-slot-write-only", AskSlot, Header(KeySamples.WriteOnlySlot)),
        new("manifest-keys", AskManifest, Manifest(KeySamples.Record)),
        new("segment-encrypted", AskSegment, Segment(KeyWrap.RepositoryKey, 2)),
        new("segment-encrypted-first-generation", AskSegment, Segment(KeyWrap.RepositoryKey, 1)),
        new("segment-write-only", AskSegment, Segment(KeyWrap.PublicKey, 2)),
        new("index-encrypted", AskIndex, Index(0)),
    ];

    public static IReadOnlyList<Vector> Invalid { get; } = [.. InvalidSlots(), .. InvalidSegments(), .. InvalidOthers()];

    private static IEnumerable<Vector> InvalidSlots()
    {
        byte[] valid = Header(KeySamples.KeyFileSlot);
        yield return Slot("key-slot-bad-checksum", FormatError.BadChecksum, "the tag is another", Patch(valid, S.TagOffset, 0));
        yield return Slot(
            "key-slot-bad-checksum-salt", FormatError.BadChecksum, "the salt is another", Patch(valid, S.SaltOffset, 0));
        yield return Slot(
            "key-slot-bad-checksum-iterations",
            FormatError.BadChecksum,
            "iterations of a passphrase are one more",
            Patch(Header(KeySamples.PassphraseSlot), S.IterationsOffset, 4)) with
        { Question = AskSlot with { Secret = KeySamples.Passphrase } };
        yield return Slot(
            "key-slot-bad-value-iterations", FormatError.BadValue, "a key file with iterations", Patch(valid, S.IterationsOffset, 1));
        yield return Slot(
            "key-slot-bad-value-iterations-most",
            FormatError.BadValue,
            "2^32-1 iterations",
            Patch(Header(KeySamples.PassphraseSlot), S.IterationsOffset, 0xFF, 0xFF, 0xFF, 0xFF));
        yield return Slot(
            "key-slot-bad-value-sealed", FormatError.BadValue, "sealed_size is 128 in a slot for reading", Patch(valid, S.SealedSizeOffset, 128));
        yield return Slot("key-slot-too-large-sealed", FormatError.TooLarge, "sealed_size is 129", Patch(valid, S.SealedSizeOffset, 129));
        yield return Slot("key-slot-too-large-label", FormatError.TooLarge, "label_size is 65", Patch(valid, S.LabelSizeOffset, 65));
        yield return Slot(
            "key-slot-reserved-not-zero", FormatError.ReservedNotZero, "a byte after sealed is set", Patch(valid, S.LabelSizeOffset - 1, 1));
        yield return Slot("key-slot-bad-kind", FormatError.BadKind, "a repository file", Header(Samples.RepositoryHeader));
    }

    private static IEnumerable<Vector> InvalidSegments()
    {
        byte[] valid = Segment(KeyWrap.RepositoryKey, 2);
        byte[] writeOnly = Segment(KeyWrap.PublicKey, 2);
        yield return Bad(
            "encrypted-bad-checksum-payload",
            FormatError.BadChecksum,
            4096,
            "a bit of the payload of block 0 is flipped",
            Flip(valid, 4096 + BlockHeader.Size + 9));
        yield return Bad(
            "encrypted-bad-checksum-key",
            FormatError.BadChecksum,
            0,
            "a byte of wrapped_key is another",
            Patch(valid, FileHeaderLayout.WrappedKeyOffset, (byte)~valid[FileHeaderLayout.WrappedKeyOffset]));
        yield return Bad(
            "encrypted-bad-checksum-generation",
            FormatError.BadChecksum,
            0,
            "key_generation is 1, the key is wrapped with that of 2",
            Patch(valid, FileHeaderLayout.KeyGenerationOffset, 1));
        yield return Bad(
            "encrypted-bad-reference-generation",
            FormatError.BadReference,
            0,
            "key_generation is 3, there are two",
            Patch(valid, FileHeaderLayout.KeyGenerationOffset, 3));
        yield return Bad(
            "encrypted-bad-reference-no-generation",
            FormatError.BadReference,
            0,
            "key_generation of a segment is 0",
            Patch(valid, FileHeaderLayout.KeyGenerationOffset, 0));
        yield return Bad(
            "encrypted-bad-value-point",
            FormatError.BadValue,
            0,
            "ephemeral_public_key is no point of the curve",
            Patch(writeOnly, FileHeaderLayout.EphemeralPublicKeyOffset + 64, (byte)~writeOnly[FileHeaderLayout.EphemeralPublicKeyOffset + 64]));
        yield return Bad(
            "encrypted-bad-checksum-mac",
            FormatError.BadChecksum,
            valid.Length - Trailer.Size,
            "mac is zero",
            Segment(KeyWrap.RepositoryKey, 2, changeTrailer: trailer => trailer with { Mac = default }));
        yield return Bad(
            "encrypted-bad-reference-plain-block", FormatError.BadReference, 4096, "block 0 is not encrypted", Encryption(valid, 1));
        yield return Bad(
            "plain-bad-reference-encrypted-block",
            FormatError.BadReference,
            4096,
            "block 0 of a plain segment is encrypted",
            Encryption(FileBuilder.Segment(Samples.SegmentHeader, DataBlocks), 2));
        yield return Bad(
            "encrypted-bad-checksum-chunk",
            FormatError.BadChecksum,
            4096,
            "a chunk is not that of its id",
            Segment(KeyWrap.RepositoryKey, 2, changeChunk: chunk => Flip(chunk, 3)));
    }

    private static IEnumerable<Vector> InvalidOthers()
    {
        byte[] index = Index(0);
        byte[] manifest = Manifest(KeySamples.Record);
        yield return Bad(
            "encrypted-bad-checksum-page", FormatError.BadChecksum, 4096, "a bit of an entry is flipped", Flip(index, 4096 + 40), AskIndex);
        yield return Bad(
            "encrypted-bad-reference-index", FormatError.BadReference, 0, "key_generation of an index is 1", Index(1), AskIndex);
        yield return Bad(
            "manifest-bad-checksum-mac",
            FormatError.BadChecksum,
            manifest.Length - Trailer.Size,
            "mac is zero in a manifest with keys",
            Manifest(KeySamples.Record, hasMac: false),
            AskManifest);
        KeysRecord swapped = KeySamples.MakeRecord(KeySamples.Ring, KeySamples.Record.PublicKey.ToArray()) with
        {
            PublicKey = Samples.EncryptedHeader.WrappedKey!.EphemeralPublicKey.ToArray(),
        };
        yield return Bad(
            "manifest-bad-checksum-ring", FormatError.BadChecksum, 4096, "public_key is another than that of the ring", Manifest(swapped), AskManifest);
    }

    private static byte[] Segment(
        KeyWrap wrap, uint generation, Func<Trailer, Trailer>? changeTrailer = null, Func<byte[], byte[]>? changeChunk = null)
    {
        SealedFile file = KeySamples.Seal(Samples.SegmentHeader, wrap, generation);
        return FileBuilder.Segment(file.Header, DataBlocks, changeTrailer: changeTrailer, changeChunk: changeChunk, cipher: file.Cipher);
    }

    private static byte[] Index(uint generation)
    {
        SealedFile file = KeySamples.Seal(Samples.IndexHeader, KeyWrap.RepositoryKey, generation);
        ImmutableArray<IndexEntry> entries = [.. Samples.DataChunks.Select(chunk => new IndexEntry(KeySamples.IdOf(chunk).Prefix, 0)).Order()];
        return FileBuilder.IndexFile(file.Header, entries, [Samples.DataSegment], cipher: file.Cipher);
    }

    private static byte[] Manifest(KeysRecord keys, bool hasMac = true)
    {
        FileHeader header = FileHeader.ForManifest(
            Samples.Repository,
            Samples.Manifest,
            Samples.Session,
            Samples.Time,
            new ManifestSection(new ManifestNumber(7), Hash256.OfContent("the manifest before"u8)));
        ImmutableArray<ManifestRecord> records =
        [
            Samples.SegmentAdd with { Domain = Domain.Encrypted, KeyGeneration = 2 },
            keys,
        ];
        return FileBuilder.ManifestFile(
            header,
            [StructureCases.EncodeRecords(records)],
            records.Length,
            trailer => trailer with { Mac = hasMac ? KeySamples.MacOf(trailer.RootHash) : default });
    }

    private static Vector Slot(string name, FormatError failure, string about, byte[] bytes) => Bad(name, failure, 0, about, bytes, AskSlot);

    private static Vector Bad(string name, FormatError failure, long offset, string about, byte[] bytes, VectorQuestion? question = null) =>
        new(name, question ?? AskSegment, bytes) { Failure = failure, Offset = offset, About = about };

    private static byte[] Header(FileHeader header) => StructureCases.EncodeHeader(header);

    /// <summary>The file with the encryption of its first block exchanged.</summary>
    private static byte[] Encryption(byte[] file, byte encryption)
    {
        byte[] block = file[4096..(4096 + BlockHeader.Size)];
        block[BlockHeaderLayout.EncryptionOffset] = encryption;
        StructureCases.FixBlockHeader(block);
        return [.. file[..4096], .. block, .. file[(4096 + BlockHeader.Size)..]];
    }

    private static byte[] Flip(byte[] bytes, int at)
    {
        byte[] flipped = [.. bytes];
        flipped[at] ^= 1;
        return flipped;
    }

    private static byte[] Patch(byte[] file, int offset, params byte[] patch)
    {
        byte[] header = file[..FileHeader.Size];
        patch.CopyTo(header, offset);
        StructureCases.FixHeader(header);
        return [.. header, .. file[FileHeader.Size..]];
    }
}

using System.Security.Cryptography;
using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;
using GeodeArchive.Repository.Keys;

namespace GeodeArchive.Tests.Format;

/// <summary>Fixed keys, and what is made with them step by step as format-spec/keys.md says, not by the code that reads it.</summary>
internal static class KeySamples
{
    public static KeySetId KeySet => Samples.KeySlotSection.KeySetId;

    public static byte[] MasterKey { get; } = Secret("master key");

    /// <summary>Two generations.</summary>
    public static byte[] Ring { get; } = [.. Secret("data key 1"), .. Secret("private key 1"), .. Secret("data key 2"), .. Secret("private key 2")];

    public static byte[] KeyFile { get; } = Secret("key file");

    public static byte[] Passphrase { get; } = Samples.Text("correct horse Batteriä staple");

    public static byte[] ManifestKey { get; } = Derived("geode manifest");

    public static KeysRecord Record { get; } = MakeRecord(Ring, KeyAgreement.PublicKeyOf(Ring.AsSpan(96, 32)));

    public static FileHeader KeyFileSlot { get; } = Slot(KeyDerivation.KeyFile, KeyAccess.ReadWrite, 0, KeyFile, "");

    public static FileHeader PassphraseSlot { get; } = Slot(KeyDerivation.Passphrase, KeyAccess.ReadWrite, 3, Passphrase, "née à Zürich");

    public static FileHeader WriteOnlySlot { get; } = Slot(KeyDerivation.KeyFile, KeyAccess.WriteOnly, 0, KeyFile, "db-1");

    /// <summary>All keys, as a slot and a manifest give them to who reads.</summary>
    public static RepositoryKeys ReadKeys(byte[] masterKey, byte[] ring)
    {
        RepositoryKeys keys = RepositoryKeys.FromSlot(Samples.Repository, KeySet, KeyAccess.ReadWrite, masterKey);
        keys.Follow(MakeRecord(ring, KeyAgreement.PublicKeyOf(ring.AsSpan(ring.Length - 32))));
        return keys;
    }

    public static KeysRecord MakeRecord(byte[] ring, byte[] publicKey)
    {
        uint generation = (uint)(ring.Length / KeysRecord.GenerationSize);
        byte[] authenticated = Samples.Encode(writer =>
        {
            writer.WriteU32(generation);
            writer.WriteId(Samples.Repository.Value);
            writer.WriteId(KeySet.Value);
            writer.WriteBytes(publicKey);
        });
        return new KeysRecord
        {
            KeySetId = KeySet,
            Generation = generation,
            PublicKey = publicKey,
            Ring = SecretSealing.Seal(Derived("geode ring"), Nonce("ring"), ring, authenticated),
        };
    }

    /// <summary>The generations in a record.</summary>
    public static byte[] OpenRing(KeysRecord record, byte[] masterKey)
    {
        byte[] authenticated = new byte[Sealing.RingAuthenticatedSize];
        Sealing.WriteRingAuthenticated(authenticated, Samples.Repository, record.KeySetId, record.Generation, record.PublicKey.Span);
        byte[] ringKey = KeyDerivations.FromMaster(masterKey, record.KeySetId, "geode ring"u8);
        Assert.True(SecretSealing.TryOpen(ringKey, record.Ring, authenticated, out byte[]? ring));
        return ring;
    }

    /// <summary>The mac of a file with that root hash.</summary>
    public static Hash256 MacOf(Hash256 rootHash)
    {
        byte[] root = new byte[Hash256.Size];
        rootHash.Write(root);
        return Hash256.Read(HMACSHA256.HashData(ManifestKey, root));
    }

    /// <summary>The id of a chunk of the encrypted domain.</summary>
    public static ChunkId IdOf(byte[] chunk) => ChunkId.Read(HMACSHA256.HashData(Derived("geode id"), Described(chunk)));

    /// <summary>What an id is made from.</summary>
    public static byte[] Described(ReadOnlySpan<byte> chunk)
    {
        byte[] described = new byte[ChunkLeaves.DescribedSize(chunk.Length)];
        ChunkLeaves.Describe(chunk, described);
        return described;
    }

    /// <summary>A file like that of a plain header, encrypted with a fixed key.</summary>
    public static SealedFile Seal(FileHeader header, KeyWrap wrap, uint generation)
    {
        byte[] fileKey = Secret($"file key of {header.FileId}");
        byte[] authenticated = Samples.Encode(writer =>
        {
            writer.WriteU16((ushort)header.Kind);
            writer.WriteU16((ushort)wrap);
            writer.WriteU32(generation);
            writer.WriteId(header.RepositoryId.Value);
            writer.WriteId(header.FileId.Value);
        });
        byte[] ephemeral = [];
        byte[] wrappingKey;
        if (wrap == KeyWrap.PublicKey)
        {
            byte[] publicKey = KeyAgreement.PublicKeyOf(Ring.AsSpan(((int)generation * 64) - 32, 32));
            byte[] ephemeralPrivate = Secret("ephemeral key");
            ephemeral = KeyAgreement.PublicKeyOf(ephemeralPrivate);
            wrappingKey = new byte[32];
            byte[] salt = Samples.Encode(writer => writer.WriteId(header.RepositoryId.Value));
            Assert.True(KeyAgreement.TryDerive(ephemeralPrivate, publicKey, salt, [.. "geode file"u8, .. ephemeral, .. publicKey], wrappingKey));
        }
        else
        {
            wrappingKey = header.Kind == ArchiveFileKind.Index ? Derived("geode index") : Ring.AsSpan(((int)generation - 1) * 64, 32).ToArray();
        }

        SealedBytes wrapped = SecretSealing.Seal(wrappingKey, Nonce("file"), fileKey, authenticated);
        FileHeader encrypted = header.Encrypted(wrap, generation, new WrappedKey(wrapped.Nonce, wrapped.Content, wrapped.Tag, ephemeral));
        return new SealedFile(encrypted, new FileCipher(header.Kind, header.RepositoryId, header.FileId, fileKey));
    }

    private static FileHeader Slot(KeyDerivation derivation, KeyAccess access, int iterations, byte[] secret, string label)
    {
        FileId id = Samples.KeySlotHeader.FileId;
        Hash256 salt = Samples.KeySlotSection.Salt;
        byte[] authenticated = Samples.Encode(writer =>
        {
            writer.WriteU16((ushort)derivation);
            writer.WriteU16((ushort)access);
            writer.WriteU32((uint)iterations);
            writer.WriteBytes(new byte[8]);
            writer.WriteId(Samples.Repository.Value);
            writer.WriteId(id.Value);
            writer.WriteId(KeySet.Value);
            writer.WriteHash(salt);
        });
        byte[] keys = access == KeyAccess.ReadWrite
            ? MasterKey
            : [.. Derived("geode id"), .. Derived("geode chunker"), .. Derived("geode manifest"), .. Derived("geode index")];
        byte[] slotKey = KeyDerivations.SlotKey(secret, derivation, salt, iterations);
        return FileHeader.ForKeySlot(Samples.Repository, id, Samples.Time, new KeySlotSection
        {
            Derivation = derivation,
            Access = access,
            Iterations = iterations,
            Salt = salt,
            KeySetId = KeySet,
            Keys = SecretSealing.Seal(slotKey, Nonce("slot"), keys, authenticated),
            Label = label,
        });
    }

    private static byte[] Derived(string info)
    {
        byte[] salt = Samples.Encode(writer => writer.WriteId(KeySet.Value));
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, MasterKey, 32, salt, Samples.Text(info));
    }

    private static byte[] Secret(string name) => SHA256.HashData(Samples.Text(name));

    private static byte[] Nonce(string name) => Secret("nonce of " + name)[..SealedBytes.NonceSize];
}

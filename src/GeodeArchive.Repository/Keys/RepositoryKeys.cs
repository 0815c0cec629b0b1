using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;
using GeodeArchive.Io;

namespace GeodeArchive.Repository.Keys;

/// <summary>
/// The keys of the encrypted domain, as far as the slot that was opened gives them: all of them, or what it takes to make backups and read
/// none. See format-spec/keys.md. Safe for several workers.
/// </summary>
public sealed class RepositoryKeys
{
    private const int KeySize = KeyDerivations.KeySize;

    private readonly RepositoryId _repository;
    private readonly byte[]? _masterKey;
    private readonly byte[] _idKey;
    private readonly byte[] _chunkerKey;
    private readonly byte[] _manifestKey;
    private readonly byte[] _indexKey;
    private IReadOnlyList<KeyGeneration> _generations = [];
    private KeysRecord? _record;

    private RepositoryKeys(RepositoryId repository, KeySetId keySet, byte[]? masterKey, ReadOnlySpan<byte> derived)
    {
        _repository = repository;
        KeySetId = keySet;
        _masterKey = masterKey;
        _idKey = derived[..KeySize].ToArray();
        _chunkerKey = derived.Slice(KeySize, KeySize).ToArray();
        _manifestKey = derived.Slice(2 * KeySize, KeySize).ToArray();
        _indexKey = derived.Slice(3 * KeySize, KeySize).ToArray();
    }

    /// <summary>The set that they are.</summary>
    public KeySetId KeySetId { get; }

    /// <summary>What can be done with them.</summary>
    public KeyAccess Access => _masterKey is null ? KeyAccess.WriteOnly : KeyAccess.ReadWrite;

    /// <summary>From which the encrypted domain's chunker derives its table.</summary>
    public ChunkerKey ChunkerKey => ChunkerKey.Read(_chunkerKey);

    /// <summary>Which generation new files are encrypted with.</summary>
    public uint Generation => Record.Generation;

    private KeysRecord Record => _record ?? throw new InvalidOperationException("the keys were not given their generations");

    /// <summary>A new set, with one generation.</summary>
    internal static (RepositoryKeys Keys, KeysRecord Record) Create(RepositoryId repository, IEntropy entropy)
    {
        var masterKey = new byte[KeySize];
        entropy.Fill(masterKey);
        var keys = FromMaster(repository, new KeySetId(Identities.NewId(entropy)), masterKey);
        var record = keys.NextGeneration(entropy);
        keys.Follow(record);
        return (keys, record);
    }

    /// <summary>The keys that a slot sealed.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="keySet">The set.</param>
    /// <param name="access">What the slot is for.</param>
    /// <param name="content">As many bytes as a slot of that access has.</param>
    internal static RepositoryKeys FromSlot(RepositoryId repository, KeySetId keySet, KeyAccess access, byte[] content) =>
        access == KeyAccess.ReadWrite
            ? FromMaster(repository, keySet, content)
            : new RepositoryKeys(repository, keySet, masterKey: null, content);

    /// <summary>What a slot of that access seals.</summary>
    internal byte[] ToSlot(KeyAccess access) => access == KeyAccess.WriteOnly
        ? [.. _idKey, .. _chunkerKey, .. _manifestKey, .. _indexKey]
        : [.. _masterKey ?? throw new InvalidOperationException("keys that can only write have no master key")];

    /// <summary>Takes the generations that a manifest says.</summary>
    /// <exception cref="ArchiveFormatException">They are not of this set, or not as they were sealed.</exception>
    internal void Follow(KeysRecord record)
    {
        if (record.KeySetId != KeySetId)
        {
            throw DamagedRecord(FormatError.BadIdentity, "the keys are of another set");
        }

        if (_masterKey is not null)
        {
            Span<byte> authenticated = stackalloc byte[Sealing.RingAuthenticatedSize];
            Sealing.WriteRingAuthenticated(authenticated, _repository, KeySetId, record.Generation, record.PublicKey.Span);
            if (!SecretSealing.TryOpen(RingKey(), record.Ring, authenticated, out var ring))
            {
                throw DamagedRecord(FormatError.BadChecksum, "the ring of keys cannot be opened with the master key");
            }

            _generations = [.. Enumerable.Range(0, (int)record.Generation)
                .Select(number => new KeyGeneration(ring.AsSpan(number * KeysRecord.GenerationSize)))];
        }

        _record = record;
    }

    /// <summary>The record with one more generation; nothing changes before it is committed and followed.</summary>
    internal KeysRecord NextGeneration(IEntropy entropy)
    {
        var next = new byte[KeysRecord.GenerationSize];
        do
        {
            entropy.Fill(next);
        }
        while (!KeyAgreement.IsPrivateKey(new KeyGeneration(next).PrivateKey));
        var ring = new byte[(_generations.Count + 1) * KeysRecord.GenerationSize];
        for (var i = 0; i < _generations.Count; i++)
        {
            _generations[i].Bytes.CopyTo(ring.AsSpan(i * KeysRecord.GenerationSize));
        }

        next.CopyTo(ring.AsSpan(_generations.Count * KeysRecord.GenerationSize));
        var publicKey = KeyAgreement.PublicKeyOf(new KeyGeneration(next).PrivateKey);
        var generation = (uint)_generations.Count + 1;
        Span<byte> authenticated = stackalloc byte[Sealing.RingAuthenticatedSize];
        Sealing.WriteRingAuthenticated(authenticated, _repository, KeySetId, generation, publicKey);
        return new KeysRecord
        {
            KeySetId = KeySetId,
            Generation = generation,
            PublicKey = publicKey,
            Ring = SecretSealing.Seal(RingKey(), NewNonce(entropy), ring, authenticated),
        };
    }

    /// <summary>The name of a chunk in the encrypted domain.</summary>
    /// <param name="described">The chunk as <see cref="ChunkLeaves"/> describe it.</param>
    internal ChunkId IdOf(ReadOnlySpan<byte> described)
    {
        Span<byte> id = stackalloc byte[ChunkId.Size];
        HMACSHA256.HashData(_idKey, described, id);
        return ChunkId.Read(id);
    }

    /// <summary>What authenticates a file: its root hash under the manifest key.</summary>
    internal Hash256 MacOf(Hash256 rootHash)
    {
        Span<byte> bytes = stackalloc byte[Hash256.Size];
        rootHash.Write(bytes);
        HMACSHA256.HashData(_manifestKey, bytes, bytes);
        return Hash256.Read(bytes);
    }

    /// <summary>Gives a new file its key.</summary>
    /// <param name="header">Its header, as if it were plain.</param>
    /// <param name="entropy">Makes the key.</param>
    internal (FileHeader Header, FileCipher Cipher) Seal(FileHeader header, IEntropy entropy)
    {
        Span<byte> key = stackalloc byte[FileCipher.KeySize];
        entropy.Fill(key);
        var isIndex = header.Kind == ArchiveFileKind.Index;
        var wrap = isIndex || _masterKey is not null ? KeyWrap.RepositoryKey : KeyWrap.PublicKey;
        var generation = isIndex ? 0 : Generation;
        ReadOnlySpan<byte> ephemeral = [];
        Span<byte> wrappingKey = stackalloc byte[KeySize];
        if (wrap == KeyWrap.PublicKey)
        {
            ephemeral = Agree(entropy, wrappingKey);
        }
        else
        {
            (isIndex ? _indexKey : _generations[^1].DataKey).CopyTo(wrappingKey);
        }

        Span<byte> authenticated = stackalloc byte[Sealing.FileKeyAuthenticatedSize];
        Sealing.WriteFileKeyAuthenticated(authenticated, header.Kind, wrap, generation, _repository, header.FileId);
        var wrapped = SecretSealing.Seal(wrappingKey, NewNonce(entropy), key, authenticated);
        var cipher = new FileCipher(header.Kind, _repository, header.FileId, key);
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(wrappingKey);
        return (header.Encrypted(wrap, generation, new WrappedKey(wrapped.Nonce, wrapped.Content, wrapped.Tag, ephemeral)), cipher);
    }

    /// <summary>The cipher of a file that is encrypted.</summary>
    /// <returns>False if these keys cannot read it.</returns>
    /// <exception cref="ArchiveFormatException">Its key is not as it was wrapped.</exception>
    internal bool TryOpen(FileHeader header, [NotNullWhen(true)] out FileCipher? cipher)
    {
        Span<byte> wrappingKey = stackalloc byte[KeySize];
        cipher = null;
        if (!TryGetWrappingKey(header, wrappingKey))
        {
            return false;
        }

        var wrapped = header.WrappedKey!;
        Span<byte> authenticated = stackalloc byte[Sealing.FileKeyAuthenticatedSize];
        Sealing.WriteFileKeyAuthenticated(
            authenticated, header.Kind, header.KeyWrap, header.KeyGeneration, header.RepositoryId, header.FileId);
        var isOpen = SecretSealing.TryOpen(
            wrappingKey, new SealedBytes(wrapped.Nonce, wrapped.Tag, wrapped.Key), authenticated, out var key);
        CryptographicOperations.ZeroMemory(wrappingKey);
        if (!isOpen)
        {
            throw Damaged(FormatError.BadChecksum, "the key of the file is not as it was wrapped");
        }

        cipher = new FileCipher(header.Kind, header.RepositoryId, header.FileId, key);
        CryptographicOperations.ZeroMemory(key);
        return true;
    }

    private static RepositoryKeys FromMaster(RepositoryId repository, KeySetId keySet, byte[] masterKey) => new(
        repository,
        keySet,
        masterKey,
        [
            .. KeyDerivations.FromMaster(masterKey, keySet, "geode id"u8),
            .. KeyDerivations.FromMaster(masterKey, keySet, "geode chunker"u8),
            .. KeyDerivations.FromMaster(masterKey, keySet, "geode manifest"u8),
            .. KeyDerivations.FromMaster(masterKey, keySet, "geode index"u8),
        ]);

    private static byte[] NewNonce(IEntropy entropy)
    {
        var nonce = new byte[SealedBytes.NonceSize];
        entropy.Fill(nonce);
        return nonce;
    }

    private static ArchiveFormatException Damaged(FormatError error, string detail) => new(error, "file header", 0, detail);

    private static ArchiveFormatException DamagedRecord(FormatError error, string detail) =>
        new(error, "manifest record", FileHeader.Size, detail);

    private byte[] RingKey() => KeyDerivations.FromMaster(
        _masterKey ?? throw new InvalidOperationException("keys that can only write have no ring"), KeySetId, "geode ring"u8);

    /// <summary>
    /// A key that only the owner of the generation's private key can make again, and the public key that he needs for it.
    /// </summary>
    private byte[] Agree(IEntropy entropy, Span<byte> key)
    {
        Span<byte> ownKey = stackalloc byte[KeyAgreement.PrivateKeySize];
        do
        {
            entropy.Fill(ownKey);
        }
        while (!KeyAgreement.IsPrivateKey(ownKey));
        var ephemeral = KeyAgreement.PublicKeyOf(ownKey);
        if (!TryAgree(ownKey, Record.PublicKey.Span, [.. ephemeral, .. Record.PublicKey.Span], key))
        {
            throw Damaged(FormatError.BadValue, "the public key of the archive is no point of its curve");
        }

        CryptographicOperations.ZeroMemory(ownKey);
        return ephemeral;
    }

    private bool TryGetWrappingKey(FileHeader header, Span<byte> key)
    {
        if (header.Kind == ArchiveFileKind.Index)
        {
            if (header.KeyWrap != KeyWrap.RepositoryKey || header.KeyGeneration != 0)
            {
                throw Damaged(FormatError.BadReference, "the key of an index is wrapped otherwise than that of every index");
            }

            _indexKey.CopyTo(key);
            return true;
        }

        if (_masterKey is null)
        {
            return false;
        }

        if (header.KeyGeneration == 0 || header.KeyGeneration > _generations.Count)
        {
            throw Damaged(FormatError.BadReference, $"there is no generation {header.KeyGeneration} of the keys");
        }

        var generation = _generations[(int)header.KeyGeneration - 1];
        if (header.KeyWrap == KeyWrap.RepositoryKey)
        {
            generation.DataKey.CopyTo(key);
            return true;
        }

        var ephemeral = header.WrappedKey!.EphemeralPublicKey;
        return TryAgree(
            generation.PrivateKey, ephemeral, [.. ephemeral, .. KeyAgreement.PublicKeyOf(generation.PrivateKey)], key)
            ? true
            : throw Damaged(FormatError.BadValue, "ephemeral_public_key is no point of its curve");
    }

    private bool TryAgree(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> points, Span<byte> key)
    {
        Span<byte> salt = stackalloc byte[Id128.Size];
        _repository.Write(salt);
        return KeyAgreement.TryDerive(privateKey, publicKey, salt, [.. "geode file"u8, .. points], key);
    }
}

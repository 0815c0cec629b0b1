using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Codecs.Hashing;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Time;
using GeodeArchive.Repository.Keys;

namespace GeodeArchive.Repository;

/// <summary>
/// What shares one answer to "encrypted?": how chunks are named and cut, and how files are encrypted and authenticated. Two domains never
/// share a chunk. Safe for several workers.
/// </summary>
public sealed class ArchiveDomain
{
    private readonly Machine _machine;
    private readonly RepositoryId _repository;
    private readonly RepositoryKeys? _keys;

    internal ArchiveDomain(Machine machine, FileHeader repository, RepositoryKeys? keys)
    {
        _machine = machine;
        _repository = repository.RepositoryId;
        _keys = keys;
        ChunkerKey = keys?.ChunkerKey ?? repository.RepositorySection.ChunkerKey;
    }

    /// <summary>The domain of what is not encrypted, of the repository with that header.</summary>
    public static ArchiveDomain Plain(Machine machine, FileHeader repository) => new(machine, repository, keys: null);

    /// <summary>Which of the two it is.</summary>
    public Domain Domain => _keys is null ? Domain.Plain : Domain.Encrypted;

    /// <summary>From which the chunker derives its table.</summary>
    public ChunkerKey ChunkerKey { get; }

    /// <summary>False for keys that can make backups and read none: not even tables of segments can be read then.</summary>
    public bool CanRead => _keys is null or { Access: KeyAccess.ReadWrite };

    /// <summary>Whether payloads are encrypted, and how.</summary>
    public EncryptionAlgorithm Encryption => _keys is null ? EncryptionAlgorithm.None : EncryptionAlgorithm.Aes256Gcm;

    /// <summary>The name of a chunk.</summary>
    public ChunkId IdOf(ReadOnlySpan<byte> content)
    {
        Span<byte> described = stackalloc byte[ChunkLeaves.DescribedSize(content.Length)];
        LeafHasher.Describe(content, described);
        return _keys is null ? ChunkLeaves.PlainIdOf(described) : _keys.IdOf(described);
    }

    /// <summary>What the trailer of a file says beside its root hash: zero in the plain domain.</summary>
    public Hash256 MacOf(Hash256 rootHash) => _keys is null ? default : _keys.MacOf(rootHash);

    /// <summary>The cipher of a file, or null if it is plain as the domain is.</summary>
    /// <exception cref="ArchiveFormatException">The file is of the other domain, or its key is damaged.</exception>
    /// <exception cref="RepositoryException">The keys at hand can write and not read.</exception>
    public FileCipher? CipherOf(FileHeader header)
    {
        if (header.Encryption != Encryption)
        {
            throw new ArchiveFormatException(
                FormatError.BadReference, "file header", 0, "it is not encrypted as the manifest says");
        }

        if (_keys is null)
        {
            return null;
        }

        header.ExpectRepository(_repository);
        return _keys.TryOpen(header, out var cipher) ? cipher : throw KeyFailures.CannotRead();
    }

    /// <summary>Refuses a trailer that was not authenticated with the domain's keys.</summary>
    /// <exception cref="ArchiveFormatException">It was not.</exception>
    public void CheckMac(Trailer trailer)
    {
        if (trailer.Mac != MacOf(trailer.RootHash))
        {
            throw new ArchiveFormatException(
                FormatError.BadChecksum,
                "trailer",
                trailer.FileSize - Trailer.Size,
                "mac does not match: it was not made with the archive's keys");
        }
    }

    internal NewFile NewSegment(SessionId session, SegmentKind kind) => New(FileHeader.ForSegment(
        _repository, new SegmentId(Identities.NewId(_machine.Entropy)), session, WallTime.Now(_machine.Clock), kind));

    internal NewFile NewIndex(SessionId session) => New(FileHeader.ForIndex(
        _repository, new IndexId(Identities.NewId(_machine.Entropy)), session, WallTime.Now(_machine.Clock)));

    private NewFile New(FileHeader header)
    {
        if (_keys is null)
        {
            return new NewFile(header, null);
        }

        var (encrypted, cipher) = _keys.Seal(header, _machine.Entropy);
        return new NewFile(encrypted, cipher);
    }
}

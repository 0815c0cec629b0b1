using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Repository;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>Sample archives of each compression, made when they are first asked for. Their files are shared: do not change them.</summary>
internal static class SampleArchives
{
    private static readonly Dictionary<CompressionAlgorithm, Lazy<SampleArchive>> Made = new[]
    {
        CompressionAlgorithm.None,
        CompressionAlgorithm.Lz4,
        CompressionAlgorithm.Zstd,
        CompressionAlgorithm.Gzip,
    }.ToDictionary(
        algorithm => algorithm,
        algorithm => new Lazy<SampleArchive>(() => SampleArchive.Make(CompressionSettings.For(algorithm), hasIncremental: true)));

    private static readonly Lazy<SampleArchive> MadeEncrypted = new(() => SampleArchive.Make(
        CompressionSettings.For(CompressionAlgorithm.None), hasIncremental: true, seed: 3, isEncrypted: true));

    private static readonly Lazy<ArchiveDomain> MadeEncryptedDomain = new(() =>
    {
        using var repository = ArchiveRepository.Open(NewMachine(), new MemoryObjectStore(Encrypted.Files));
        using var secret = SampleArchive.MakeSecret();
        repository.TryUnlock(secret);
        return repository.DomainOf(Domain.Encrypted);
    });

    /// <summary>An archive that is encrypted, and not compressed.</summary>
    public static SampleArchive Encrypted => MadeEncrypted.Value;

    /// <summary>The archive of a compression.</summary>
    public static SampleArchive Of(CompressionAlgorithm compression) => Made[compression].Value;

    /// <summary>A domain that reads what is not encrypted, of any archive.</summary>
    public static ArchiveDomain PlainDomain { get; } = ArchiveDomain.Plain(NewMachine(), FileHeader.Decode(RepositoryFiles[0]));

    /// <summary>The domain of the encrypted archive.</summary>
    public static ArchiveDomain EncryptedDomain => MadeEncryptedDomain.Value;

    /// <summary>The domain that reads a file with that header.</summary>
    public static ArchiveDomain DomainOf(FileHeader header) =>
        header.Encryption == EncryptionAlgorithm.None ? PlainDomain : EncryptedDomain;

    /// <summary>The segments of all archives that are not encrypted.</summary>
    public static IReadOnlyList<byte[]> Segments => FilesBelow(RepositoryNames.SegmentPrefix, Made.Values);

    /// <summary>The segments of the encrypted archive.</summary>
    public static IReadOnlyList<byte[]> EncryptedSegments => FilesBelow(RepositoryNames.SegmentPrefix, [MadeEncrypted]);

    /// <summary>The manifests of all archives.</summary>
    public static IReadOnlyList<byte[]> Manifests => FilesBelow(RepositoryNames.ManifestPrefix, Made.Values.Append(MadeEncrypted));

    /// <summary>The indexes of all archives that are not encrypted.</summary>
    public static IReadOnlyList<byte[]> Indexes => FilesBelow(RepositoryNames.IndexPrefix, Made.Values);

    /// <summary>The indexes of the encrypted archive.</summary>
    public static IReadOnlyList<byte[]> EncryptedIndexes => FilesBelow(RepositoryNames.IndexPrefix, [MadeEncrypted]);

    /// <summary>The key slots of the encrypted archive.</summary>
    public static IReadOnlyList<byte[]> KeySlots => FilesBelow(RepositoryNames.KeyPrefix, [MadeEncrypted]);

    /// <summary>Their backup files.</summary>
    public static IReadOnlyList<byte[]> BackupFiles =>
        [.. Made.Values.SelectMany(made => made.Value.BackupNames.Select(name => made.Value.Files[name]))];

    /// <summary>Their repository files.</summary>
    public static IReadOnlyList<byte[]> RepositoryFiles => FilesBelow(RepositoryNames.Repository.Text, Made.Values);

    private static IReadOnlyList<byte[]> FilesBelow(string prefix, IEnumerable<Lazy<SampleArchive>> archives) =>
    [
        .. from made in archives
           from file in made.Value.Files.OrderBy(file => file.Key, StringComparer.Ordinal)
           where file.Key.StartsWith(prefix, StringComparison.Ordinal)
           select file.Value,
    ];

    private static Machine NewMachine() =>
        new(new SimulatedDisk(1), TimeProvider.System, new SeededEntropy(1), new InlineScheduler());
}

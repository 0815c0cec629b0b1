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

    /// <summary>The archive of a compression.</summary>
    public static SampleArchive Of(CompressionAlgorithm compression) => Made[compression].Value;

    /// <summary>A domain that reads what is not encrypted, of any archive.</summary>
    public static ArchiveDomain PlainDomain { get; } = ArchiveDomain.Plain(
        new Machine(new SimulatedDisk(1), TimeProvider.System, new SeededEntropy(1), new InlineScheduler()),
        FileHeader.Decode(RepositoryFiles[0]));

    /// <summary>The segments of all archives.</summary>
    public static IReadOnlyList<byte[]> Segments => FilesBelow(RepositoryNames.SegmentPrefix);

    /// <summary>The manifests of all archives.</summary>
    public static IReadOnlyList<byte[]> Manifests => FilesBelow(RepositoryNames.ManifestPrefix);

    /// <summary>The indexes of all archives.</summary>
    public static IReadOnlyList<byte[]> Indexes => FilesBelow(RepositoryNames.IndexPrefix);

    /// <summary>Their backup files.</summary>
    public static IReadOnlyList<byte[]> BackupFiles =>
        [.. Made.Values.SelectMany(made => made.Value.BackupNames.Select(name => made.Value.Files[name]))];

    /// <summary>Their repository files.</summary>
    public static IReadOnlyList<byte[]> RepositoryFiles => FilesBelow(RepositoryNames.Repository.Text);

    private static IReadOnlyList<byte[]> FilesBelow(string prefix) =>
    [
        .. from made in Made.Values
           from file in made.Value.Files.OrderBy(file => file.Key, StringComparer.Ordinal)
           where file.Key.StartsWith(prefix, StringComparison.Ordinal)
           select file.Value,
    ];
}

using GeodeArchive.Codecs;
using GeodeArchive.Format;

namespace GeodeArchive.Recovery.Archiving;

/// <summary>How a log is archived.</summary>
public sealed record LogArchiverOptions
{
    /// <summary>What is durable in the log is archived after this long at the latest, full object or not.</summary>
    public TimeSpan UploadInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How blocks are compressed.</summary>
    public CompressionSettings Compression { get; init; } = CompressionSettings.For(CompressionAlgorithm.Lz4);

    /// <summary>Bytes of records in an object; so many are archived at once.</summary>
    public int ObjectPlainSizeMax { get; init; } = LogArchiveLimits.ObjectPlainSizeMax;

    /// <summary>How long to wait after a first failure; twice as long after each that follows.</summary>
    public TimeSpan RetryDelayMin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait after a failure.</summary>
    public TimeSpan RetryDelayMax { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often to look whether there is enough for an object.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// A commit gets its time before it is in the log, and may wait for room there as long as <c>commit_timeout</c> says. A note that
    /// all is
    /// archived is dated back by this, which must be more, so that no commit of before comes after it.
    /// </summary>
    public TimeSpan CoveredMargin { get; init; } = TimeSpan.FromSeconds(35);

    internal void Validate()
    {
        if (ObjectPlainSizeMax is < 1 or > LogArchiveLimits.ObjectPlainSizeMax)
        {
            throw new ArgumentException(
                $"objects of {ObjectPlainSizeMax} bytes; at most {LogArchiveLimits.ObjectPlainSizeMax} are allowed");
        }
    }
}

using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Store.Checking;

namespace GeodeArchive.Cli.Documents;

/// <summary>One damage.</summary>
/// <param name="File">
/// The damaged file, relative to the archive root or the data directory, or the damaged structure where it is in no one file.
/// </param>
/// <param name="Offset">Where the damaged structure starts; null where it has no place of its own.</param>
/// <param name="Failure">The failed check, as format-spec names it.</param>
/// <param name="Structure">The damaged structure.</param>
/// <param name="Detail">What is wrong with it.</param>
internal sealed record DamageDocument(string? File, long? Offset, string? Failure, string? Structure, string Detail)
{
    /// <summary>Describes a damage.</summary>
    public static DamageDocument From(RepositoryException damage) => damage.InnerException is ArchiveFormatException failure
        ? new DamageDocument(
            damage.DamagedKey,
            failure.Offset < 0 ? null : failure.Offset,
            FormatErrorNames.Name(failure.Error),
            failure.Structure,
            failure.Detail)
        : new DamageDocument(null, null, null, null, damage.Message);

    /// <summary>Describes what a check of a store found.</summary>
    public static DamageDocument From(StoreFinding finding) => new(
        finding.File, finding.Page?.Offset, FormatErrorNames.Name(finding.Failure), finding.Structure, finding.Detail);
}

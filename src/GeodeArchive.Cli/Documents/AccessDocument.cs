using GeodeArchive.Repository;
using GeodeArchive.Repository.Access;

namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>repository access --json</c> prints.</summary>
/// <param name="Root">The archive root, as it was given.</param>
/// <param name="Records">The records, newest last.</param>
/// <param name="Damages">Those that cannot be read.</param>
internal sealed record AccessDocument(
    string Root, IReadOnlyList<AccessRecordDocument> Records, IReadOnlyList<DamageDocument> Damages)
{
    /// <summary>Describes what was found.</summary>
    public static AccessDocument From(ArchiveRepository repository, IReadOnlyList<AccessEntry> entries) => new(
        repository.Store.DisplayName,
        [.. from entry in entries where entry.Record is not null select AccessRecordDocument.From(entry)],
        [.. from entry in entries where entry.Failure is not null select DamageDocument.From(entry.Failure!)]);
}

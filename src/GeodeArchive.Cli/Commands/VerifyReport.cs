using GeodeArchive.Backup.Verifying;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Commands;

/// <summary>What a verification has to say.</summary>
/// <param name="Result">What was checked; null when the repository is too damaged to find the backup in it.</param>
/// <param name="Damages">All damage.</param>
internal sealed record VerifyReport(VerifyResult? Result, IReadOnlyList<RepositoryException> Damages);

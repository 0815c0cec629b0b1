using GeodeArchive.Format;
using GeodeArchive.Recovery.Seeking;
using GeodeArchive.Store;
using GeodeArchive.Store.Checking;

namespace GeodeArchive.Backup.Restoring;

/// <summary>A restore of a database that was done.</summary>
/// <param name="Files">The files of the checkpoint.</param>
/// <param name="Source">The checkpoint.</param>
/// <param name="Target">Where recovery stopped, and what finding it took.</param>
/// <param name="Replay">The state that was made, and the history that goes on from it.</param>
/// <param name="IsScanned">Whether all rows were read again.</param>
/// <param name="KeyCount">Rows and other keys that were read again.</param>
/// <param name="Findings">What is wrong with the state: nothing, if it is proven. At most a hundred.</param>
/// <param name="FindingCount">How many there are.</param>
public sealed record DatabaseRestoreResult(
    RestoreResult Files,
    DatabaseSource Source,
    ResolvedTarget Target,
    ReplayResult Replay,
    bool IsScanned,
    long KeyCount,
    IReadOnlyList<StoreFinding> Findings,
    long FindingCount)
{
    /// <summary>Whether every row on disk was read and is what the commits say.</summary>
    public bool IsProven => IsScanned && FindingCount == 0;
}

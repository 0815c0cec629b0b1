using GeodeArchive.Format;

namespace GeodeArchive.Repository.Sessions;

/// <summary>Decides whether a session may rely on a segment that the repository holds. Safe for several workers.</summary>
public interface IReuseCheck
{
    /// <summary>Segments that were read in full for this session and are intact: the commit notes it.</summary>
    IReadOnlyList<SegmentVerifyRecord> Verified { get; }

    /// <summary>
    /// Asked before the session relies on a segment for the first time. One that it may not rely on is found damaged by the session's
    /// segment catalog from then on, so that its chunks are looked for elsewhere.
    /// </summary>
    /// <exception cref="RepositoryException">The store failed.</exception>
    bool MayRely(SegmentAddRecord segment);
}

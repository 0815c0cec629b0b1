using GeodeArchive.Format;

namespace GeodeArchive.Repository.Sessions;

/// <summary>What an adoption did.</summary>
/// <param name="Fenced">Sessions that can no longer commit.</param>
/// <param name="Segments">Segments that are part of the repository now.</param>
public sealed record AdoptionResult(IReadOnlyList<SessionId> Fenced, IReadOnlyList<SegmentNumber> Segments)
{
    /// <summary>There was nothing to do.</summary>
    public static AdoptionResult Nothing { get; } = new([], []);
}

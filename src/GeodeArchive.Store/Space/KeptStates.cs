using GeodeArchive.Format;

namespace GeodeArchive.Store.Space;

/// <summary>The states whose pages must not be written to.</summary>
internal sealed record KeptStates
{
    /// <summary>The checkpoint before the last durable one.</summary>
    public required Generation Fallback { get; init; }

    /// <summary>
    /// The checkpoint before the oldest snapshot. A snapshot may hold pages that were written after it was taken, so whatever was freed since then stays.
    /// </summary>
    public required Generation OldestSnapshot { get; init; }

    /// <summary>Checkpoints that are read, as by a backup: only their own pages stay, however long that takes.</summary>
    public required IReadOnlyList<Generation> Checkpoints { get; init; }

    /// <summary>Whether anybody can need what was freed then, however old it is.</summary>
    internal bool NeedsAllFreedAt(Generation freedAt) => freedAt > Fallback || freedAt > OldestSnapshot;

    /// <summary>Whether anybody can need the page.</summary>
    internal bool Needs(FreedPage page, Generation freedAt)
    {
        foreach (var generation in Checkpoints)
        {
            if (page.Birth <= generation && generation < freedAt)
            {
                return true;
            }
        }

        return NeedsAllFreedAt(freedAt);
    }
}

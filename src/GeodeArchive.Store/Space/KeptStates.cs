using GeodeArchive.Format;

namespace GeodeArchive.Store.Space;

/// <summary>The states whose pages must not be written to.</summary>
/// <param name="Fallback">The checkpoint before the last durable one.</param>
/// <param name="Pins">
/// States that are read: each needs pages that were freed after <c>From</c>, if they were born at or before <c>Through</c>.
/// </param>
internal sealed record KeptStates(Generation Fallback, IReadOnlyList<(Generation From, Generation Through)> Pins)
{
    /// <summary>Whether somebody may need what was freed then and born at some time.</summary>
    internal bool NeedsAnyFreedAt(Generation freedAt) => freedAt > Fallback || Pins.Any(pin => freedAt > pin.From);

    /// <summary>Whether somebody may need the page.</summary>
    internal bool Needs(FreedPage page, Generation freedAt)
    {
        foreach (var (from, through) in Pins)
        {
            if (page.Birth <= through && freedAt > from)
            {
                return true;
            }
        }

        return freedAt > Fallback;
    }
}

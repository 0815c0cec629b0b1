using GeodeArchive.Format;

namespace GeodeArchive.Recovery.Seeking;

/// <summary>A way from the base through timelines to the end of the last of them.</summary>
/// <param name="Stretches">What it goes through; the first starts at the base.</param>
internal sealed record Branch(IReadOnlyList<LogStretch> Stretches)
{
    public TimelineId Last => Stretches[^1].Timeline;

    public Lsn End => Stretches[^1].To;

    /// <summary>The timeline that a place lies on: where one leaves another, that which is left.</summary>
    public TimelineId TimelineOf(Lsn lsn) => Stretches.First(stretch => lsn <= stretch.To).Timeline;

    /// <summary>The way up to a place.</summary>
    public IReadOnlyList<LogStretch> UpTo(Lsn lsn)
    {
        var path = new List<LogStretch>();
        foreach (var stretch in Stretches)
        {
            if (stretch.From < lsn && stretch.From < stretch.To)
            {
                path.Add(stretch with { To = lsn < stretch.To ? lsn : stretch.To });
            }
        }

        return path;
    }
}

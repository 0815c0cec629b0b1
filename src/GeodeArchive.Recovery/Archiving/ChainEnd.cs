using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Recovery.Reading;

namespace GeodeArchive.Recovery.Archiving;

/// <summary>What the next object of a timeline goes on from.</summary>
internal sealed record ChainEnd
{
    /// <summary>Where the next object starts.</summary>
    public required Lsn End { get; init; }

    /// <summary>The root hash of the last object; zero before the first.</summary>
    public Hash256 RootHash { get; init; }

    /// <summary>The group of the next object.</summary>
    public uint Group { get; init; }

    /// <summary>Its number in the group.</summary>
    public int Ordinal => Entries.Length;

    /// <summary>The highest time of a commit so far.</summary>
    public long TimeMax { get; init; } = long.MinValue;

    /// <summary>The last commit so far.</summary>
    public CommitPlace Commit { get; init; }

    /// <summary>The recovery point whose transaction has not ended yet.</summary>
    public string? OpenName { get; init; }

    /// <summary>The objects of the group so far.</summary>
    public ImmutableArray<LogObjectEntry> Entries { get; init; } = [];

    /// <summary>The whole groups so far.</summary>
    public ImmutableArray<LogGroupEntry> Groups { get; init; } = [];

    /// <summary>Where the last object of the last whole group starts.</summary>
    public Lsn PreviousGroupStart { get; init; }

    /// <summary>The end after another object.</summary>
    /// <param name="table">The last object.</param>
    /// <param name="groups">The whole groups before its own.</param>
    public static ChainEnd After(LogObjectTable table, ImmutableArray<LogGroupEntry> groups)
    {
        var footer = table.Footer;
        var section = table.Section;
        var end = new ChainEnd
        {
            End = section.EndLsn,
            RootHash = table.Trailer.RootHash,
            TimeMax = footer.TimeMax,
            Commit = footer.Content.Commit,
            OpenName = footer.Content.OpenName,
        };
        return section.IsLastOfGroup
            ? end with { Group = checked(section.Group + 1), Groups = footer.Groups, PreviousGroupStart = section.StartLsn }
            : end with
            {
                Group = section.Group,
                Entries = footer.Entries.Add(table.AsEntry()),
                Groups = groups,
                PreviousGroupStart = footer.Content.PreviousGroupStart,
            };
    }
}

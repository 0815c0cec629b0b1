using GeodeArchive.Format;

namespace GeodeArchive.Backup.Collecting;

/// <summary>What a collection did, or would do.</summary>
public sealed class CollectResult
{
    private readonly List<string> _notes = [];

    /// <summary>Sessions that were ended because their writers are dead, or as old as was asked for.</summary>
    public int FencedSessionCount { get; internal set; }

    /// <summary>Segments of theirs that became part of the repository.</summary>
    public int AdoptedSegmentCount { get; internal set; }

    /// <summary>Segments that no backup needs any more, found so by this collection.</summary>
    public int RetiredSegmentCount { get; internal set; }

    /// <summary>Their bytes.</summary>
    public long RetiredSize { get; internal set; }

    /// <summary>Segments of which the needed part was written again.</summary>
    public int MovedSegmentCount { get; internal set; }

    /// <summary>Bytes, before compression, that were written again.</summary>
    public long MovedSize { get; internal set; }

    /// <summary>Segments that were deleted.</summary>
    public int DeletedSegmentCount { get; internal set; }

    /// <summary>Bytes that were given back: deleted segments, and what nobody refers to.</summary>
    public long FreedSize { get; internal set; }

    /// <summary>Files that were removed because nobody refers to them.</summary>
    public int OrphanCount { get; internal set; }

    /// <summary>Indexes that were written again without what is gone.</summary>
    public int MergedIndexCount { get; internal set; }

    /// <summary>Retired segments that cannot be deleted yet.</summary>
    public int WaitingSegmentCount { get; internal set; }

    /// <summary>Open sessions that the deletion waits for, or that keep things from being removed.</summary>
    public IReadOnlyList<SessionOpenRecord> OpenSessions { get; internal set; } = [];

    /// <summary>What the operator should know.</summary>
    public IReadOnlyList<string> Notes => _notes;

    internal void AddNote(string note) => _notes.Add(note);
}

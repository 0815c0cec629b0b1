namespace GeodeArchive.Backup.Storing;

/// <summary>How the reading of a part went, from good to bad: the worst of its parts is that of a file.</summary>
internal enum PartOutcome
{
    /// <summary>All of it is stored.</summary>
    Whole = 1,

    /// <summary>All of it is stored, but the file changed meanwhile.</summary>
    Changed = 2,

    /// <summary>There was less than the walk saw; what there was is stored. The file ends here.</summary>
    Short = 3,

    /// <summary>The file was gone. It has no entry.</summary>
    Vanished = 4,

    /// <summary>It could not be read. The file has no content.</summary>
    Unreadable = 5,
}

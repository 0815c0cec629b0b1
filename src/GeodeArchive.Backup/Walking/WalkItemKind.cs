namespace GeodeArchive.Backup.Walking;

/// <summary>What the walk met.</summary>
internal enum WalkItemKind
{
    /// <summary>A directory begins: its entries follow, in the order of their names.</summary>
    Enter = 1,

    /// <summary>An entry that is no directory.</summary>
    Entry = 2,

    /// <summary>The directory that was entered last and not left ends.</summary>
    Leave = 3,

    /// <summary>A further name of a file that was met before: an entry that lacks what the file's names share.</summary>
    FurtherName = 4,
}

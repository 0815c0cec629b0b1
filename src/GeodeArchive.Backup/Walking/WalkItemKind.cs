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
}

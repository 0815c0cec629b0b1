namespace GeodeArchive.Format;

/// <summary>What went wrong with an entry while it was backed up.</summary>
[Flags]
public enum EntryFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It changed while it was read.</summary>
    Changed = 1,

    /// <summary>It could not be read: its content is missing.</summary>
    Unreadable = 2,
}

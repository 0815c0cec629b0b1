namespace GeodeArchive.Simulation.Disks;

/// <summary>Kinds of operations on a disk.</summary>
[Flags]
public enum DiskOperations
{
    /// <summary>Open a directory or file that exists.</summary>
    Open = 1,

    /// <summary>List a directory.</summary>
    List = 1 << 1,

    /// <summary>Read metadata, a length, or a link's target.</summary>
    ReadMetadata = 1 << 2,

    /// <summary>Read a file's bytes.</summary>
    Read = 1 << 3,

    /// <summary>Write a file's bytes.</summary>
    Write = 1 << 4,

    /// <summary>Set a file's length.</summary>
    SetLength = 1 << 5,

    /// <summary>Sync a file or directory.</summary>
    Sync = 1 << 6,

    /// <summary>Create a file, directory or link.</summary>
    Create = 1 << 7,

    /// <summary>Rename.</summary>
    Rename = 1 << 8,

    /// <summary>Delete.</summary>
    Delete = 1 << 9,

    /// <summary>Set owner, mode or time.</summary>
    SetMetadata = 1 << 10,

    /// <summary>Those that change what is on the disk: between two of them a crash leaves the same.</summary>
    Mutations = Write | SetLength | Sync | Create | Rename | Delete | SetMetadata,

    /// <summary>All.</summary>
    All = Mutations | Open | List | ReadMetadata | Read,
}

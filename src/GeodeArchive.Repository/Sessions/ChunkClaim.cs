namespace GeodeArchive.Repository.Sessions;

/// <summary>What a writer has to do with a chunk.</summary>
public enum ChunkClaim
{
    /// <summary>Store it: nobody has, and nobody else will.</summary>
    New = 1,

    /// <summary>Nothing: this session has stored it, or another worker is about to.</summary>
    InSession = 2,

    /// <summary>Nothing: the repository holds it.</summary>
    InRepository = 3,
}

namespace GeodeArchive.Backup.Filtering;

/// <summary>What a restore does with an entry.</summary>
internal enum PathChoice
{
    /// <summary>It is left alone, with all below it.</summary>
    Leave = 1,

    /// <summary>A directory that is only made if something below it is taken.</summary>
    Lead = 2,

    /// <summary>It is restored, a directory with all below it.</summary>
    Take = 3,
}

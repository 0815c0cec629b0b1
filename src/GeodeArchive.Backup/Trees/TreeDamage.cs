using GeodeArchive.Format;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup.Trees;

/// <summary>Damage, and what of the tree it takes away.</summary>
internal static class TreeDamage
{
    /// <summary>True if a file of the archive fails a check; anything else that fails says nothing of the tree.</summary>
    public static bool IsDamage(RepositoryException failure) => failure.InnerException is ArchiveFormatException;

    /// <summary>The same damage, with the paths that need what is damaged.</summary>
    public static RepositoryException Naming(RepositoryException damage, string paths)
    {
        var failure = (ArchiveFormatException)damage.InnerException!;
        return RepositoryException.Damage(
            damage.DamagedKey!, failure.Error, failure.Structure, failure.Offset, $"{failure.Detail}; needed by {paths}");
    }

    /// <summary>A path of the tree for messages: the source itself has none.</summary>
    public static string Show(string path) => path.Length == 0 ? "." : path;
}

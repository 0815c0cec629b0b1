namespace GeodeArchive.Repository.Keys;

/// <summary>What is said when a key is missing or wrong.</summary>
internal static class KeyFailures
{
    private const string Hint =
        "name the key: --encryption-key-file FILE, --encryption-passphrase-file FILE, or GEODE_ENCRYPTION_KEY_FILE in the environment";

    public static RepositoryException Missing(string what) => new(RepositoryError.Key, $"{what}, and no key was given", Hint);

    public static RepositoryException CannotRead() => new(
        RepositoryError.Key,
        "the key that was given can make backups and not read them",
        "use a key that can read (geode-archive key list ROOT); to go on from a backup with this one, name it: --base-backup NAME");

    public static RepositoryException Wrong(
        KeySecret secret, int slotCount, int untriedCount, IReadOnlyList<RepositoryException> damages) => new(
        RepositoryError.Key,
        $"{secret.Source} opens none of the {slotCount} key slots of this archive"
        + (untriedCount == 0 ? string.Empty : $"; {untriedCount} of them were not tried: all together take too many rounds of PBKDF2")
        + (damages.Count == 0 ? string.Empty : $"; {damages.Count} more are damaged: {damages[0].Message}"),
        "use the key that the archive was made with; geode-archive key list ROOT shows for whom its slots are");
}

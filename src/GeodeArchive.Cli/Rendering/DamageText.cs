using GeodeArchive.Format;
using GeodeArchive.Recovery;
using GeodeArchive.Repository;
using GeodeArchive.Store;

namespace GeodeArchive.Cli.Rendering;

/// <summary>Damage for people: the same words, whatever found it.</summary>
internal static class DamageText
{
    /// <summary>"FILE: failure at offset N: detail (structure)".</summary>
    public static string Of(string file, FormatError failure, long? offset, string detail, string structure)
    {
        var place = offset is { } known and >= 0 ? $" at offset {known}" : string.Empty;
        return $"{file}: {FormatErrorNames.Name(failure)}{place}: {detail} ({structure})";
    }

    /// <summary>The damage that a failure tells of; null if it tells of none.</summary>
    public static string? TryOf(Exception failure) => failure.InnerException is not ArchiveFormatException damage ? null : failure switch
    {
        RepositoryException { DamagedKey: { } key } => Of(key, damage),
        StoreException { DamagedFile: { } file } => Of(file, damage),
        LogArchiveException { DamagedKey: { } key } => Of(key, damage),
        _ => null,
    };

    private static string Of(string file, ArchiveFormatException damage) =>
        Of(file, damage.Error, damage.Offset, damage.Detail, damage.Structure);
}

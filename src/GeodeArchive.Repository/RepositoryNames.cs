using System.Globalization;
using GeodeArchive.Format;
using GeodeArchive.Objects;

namespace GeodeArchive.Repository;

/// <summary>Where everything lies below an archive root; see format-spec/repository.md.</summary>
public static class RepositoryNames
{
    /// <summary>Longest backup name, in bytes.</summary>
    public const int BackupNameSizeMax = 255;

    /// <summary>Prefix of the manifests.</summary>
    public const string ManifestPrefix = "archive/manifest/";

    /// <summary>Prefix of the segments.</summary>
    public const string SegmentPrefix = "archive/segments/";

    /// <summary>Prefix of the indexes.</summary>
    public const string IndexPrefix = "archive/index/";

    /// <summary>Prefix of the key slots.</summary>
    public const string KeyPrefix = "archive/keys/";

    /// <summary>Prefix of the files that say whose session lives.</summary>
    public const string SessionPrefix = "archive/sessions/";

    /// <summary>Prefix of damaged manifests that a repair has put aside.</summary>
    public const string DamagedPrefix = "archive/damaged/";

    /// <summary>Prefix of the records of the access log.</summary>
    public const string AccessPrefix = "archive/access/";

    private static readonly string[] ReservedNames = ["archive", "wal"];

    /// <summary>The file that makes a place an archive root.</summary>
    public static ObjectKey Repository { get; } = ObjectKey.From("archive/repository");

    /// <summary>A manifest.</summary>
    public static ObjectKey Manifest(ManifestNumber number) =>
        ObjectKey.From(string.Create(CultureInfo.InvariantCulture, $"{ManifestPrefix}{number.Value:d20}"));

    /// <summary>The manifest number of a key, if it is one.</summary>
    public static bool TryParseManifest(ObjectKey key, out ManifestNumber number)
    {
        var text = key.Text;
        number = default;
        if (!text.StartsWith(ManifestPrefix, StringComparison.Ordinal) || text.Length != ManifestPrefix.Length + 20)
        {
            return false;
        }

        var parsed = ulong.TryParse(text.AsSpan(ManifestPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        number = new ManifestNumber(value);
        return parsed && value > 0;
    }

    /// <summary>A segment.</summary>
    public static ObjectKey Segment(SegmentId id)
    {
        var text = id.ToString();
        return ObjectKey.From($"{SegmentPrefix}{text[..2]}/{text}");
    }

    /// <summary>An index.</summary>
    public static ObjectKey Index(IndexId id) => ObjectKey.From(IndexPrefix + id);

    /// <summary>A key slot.</summary>
    public static ObjectKey KeySlot(FileId id) => ObjectKey.From(KeyPrefix + id);

    /// <summary>The segment id of a key, if it is one.</summary>
    public static bool TryParseSegment(ObjectKey key, out SegmentId id) =>
        SegmentId.TryParse(key.Text.AsSpan(key.Text.LastIndexOf('/') + 1), out id) && Segment(id) == key;

    /// <summary>The index id of a key, if it is one.</summary>
    public static bool TryParseIndex(ObjectKey key, out IndexId id) =>
        IndexId.TryParse(key.Text.AsSpan(key.Text.LastIndexOf('/') + 1), out id) && Index(id) == key;

    /// <summary>The file that says whether a session's writer lives.</summary>
    public static ObjectKey Session(SessionId id) => ObjectKey.From(SessionPrefix + id);

    /// <summary>The session id of a key, if it is one.</summary>
    public static bool TryParseSession(ObjectKey key, out SessionId id) =>
        SessionId.TryParse(key.Text.AsSpan(key.Text.LastIndexOf('/') + 1), out id) && Session(id) == key;

    /// <summary>Where a damaged manifest is put aside.</summary>
    public static ObjectKey Damaged(ManifestNumber number) =>
        ObjectKey.From(string.Create(CultureInfo.InvariantCulture, $"{DamagedPrefix}{number.Value:d20}"));

    /// <summary>The backup file of that name.</summary>
    public static ObjectKey Backup(string name) => ObjectKey.From(name);

    /// <summary>Whether a backup may have this name; if not, why.</summary>
    public static bool IsBackupName(string name, out string reason)
    {
        reason = string.Empty;
        if (name.Contains('/', StringComparison.Ordinal) || !ObjectKey.IsValid(name))
        {
            reason = "a backup name is 1 to 255 bytes, does not start with a dot, and holds no slash and no control character";
        }
        else if (ReservedNames.Contains(name, StringComparer.Ordinal))
        {
            reason = $"'{name}' is the name of a directory of the archive itself";
        }

        return reason.Length == 0;
    }
}

using System.Text.Json.Nodes;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>What a decoder of a vector is asked for: a kind, and what the name of the file would say.</summary>
internal sealed record VectorQuestion(string Kind)
{
    public RepositoryId? Repository { get; init; }

    public FileId? File { get; init; }

    public ManifestNumber? Number { get; init; }

    /// <summary>The length of the file: what the vector does not have is zero. Null if it has all.</summary>
    public long? Size { get; init; }

    /// <summary>The key of a row, of which the vector is the value.</summary>
    public byte[]? Key { get; init; }

    /// <summary>What a key slot is opened with: the content of a key file, or a passphrase.</summary>
    public byte[]? Secret { get; init; }

    /// <summary>The keys of the archive; null if it has none.</summary>
    public VectorKeys? Keys { get; init; }

    public void Check(FileHeader header, ArchiveFileKind kind)
    {
        header.ExpectKind(kind, kind == ArchiveFileKind.Backup ? BackupFile.TextSize : 0);
        if (Repository is { } repository)
        {
            header.ExpectRepository(repository);
        }

        if (File is { } file)
        {
            header.ExpectFile(file);
        }

        if (Number is { } number && header.ManifestSection.Number != number)
        {
            ArchiveFormatException.Throw(FormatError.BadIdentity, "file header", 0, "the manifest has another number than its name");
        }
    }

    public JsonObject ToJson()
    {
        JsonObject asked = [];
        if (Repository is { } repository)
        {
            asked["repository_id"] = repository.ToString();
        }

        if (File is { } file)
        {
            asked["file_id"] = file.ToString();
        }

        if (Number is { } number)
        {
            asked["number"] = number.Value;
        }

        if (Size is { } size)
        {
            asked["size"] = size;
        }

        if (Key is { } key)
        {
            asked["key"] = Convert.ToHexStringLower(key);
        }

        if (Secret is { } secret)
        {
            asked["secret"] = Convert.ToHexStringLower(secret);
        }

        if (Keys is { } keys)
        {
            asked["keys"] = keys.ToJson();
        }

        return asked;
    }
}

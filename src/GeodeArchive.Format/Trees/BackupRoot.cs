namespace GeodeArchive.Format;

/// <summary>The root of a backup: what was backed up, and the entry of the source itself. Immutable.</summary>
public sealed class BackupRoot
{
    private const string StructureName = "backup root";

    /// <summary>What was backed up.</summary>
    public required SourceKind SourceKind { get; init; }

    /// <summary>Where; at most 255 bytes of UTF-8.</summary>
    public required string Host { get; init; }

    /// <summary>The absolute path of the source, 1 to 4,095 bytes.</summary>
    public required ReadOnlyMemory<byte> Source { get; init; }

    /// <summary>By what; at most 255 bytes of UTF-8.</summary>
    public required string Program { get; init; }

    /// <summary>Of a database: what was backed up of it; else null.</summary>
    public DatabaseSource? Database { get; init; }

    /// <summary>The source directory itself, with an empty name.</summary>
    public required TreeEntry Entry { get; init; }

    /// <summary>Reads and checks a root.</summary>
    /// <exception cref="ArchiveFormatException">Not a valid root.</exception>
    public static BackupRoot Decode(ReadOnlySpan<byte> node)
    {
        FormatReader reader = TreeNode.Open(node, TreeNodeKind.BackupRoot, StructureName);
        SourceKind kind = (SourceKind)reader.ReadByte();
        BackupRoot root = new()
        {
            SourceKind = kind,
            Host = reader.ReadText(Limits.ShortTextSizeMax, 0, "host"),
            Source = reader.ReadLengthPrefixed(Limits.SourcePathSizeMax, 1, "source").ToArray(),
            Program = reader.ReadText(Limits.ShortTextSizeMax, 0, "program"),
            Database = kind == SourceKind.Database ? DatabaseSource.Read(ref reader) : null,
            Entry = TreeEntryCodec.Decode(ref reader, isRoot: true),
        };
        reader.ExpectEnd();
        root.Validate(reader.Place);
        return root;
    }

    /// <summary>Appends the root.</summary>
    /// <exception cref="ArgumentException">What a reader would refuse.</exception>
    public void Encode(FormatWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Place place = Place.Encoding(StructureName);
        Validate(place);
        writer.WriteByte((byte)TreeNodeKind.BackupRoot);
        writer.WriteByte((byte)SourceKind);
        writer.WriteText(Host, Limits.ShortTextSizeMax, 0, place, "host");
        writer.WriteLengthPrefixed(Source.Span);
        writer.WriteText(Program, Limits.ShortTextSizeMax, 0, place, "program");
        Database?.Write(writer, place);
        TreeEntryCodec.Encode(writer, Entry, isRoot: true);
    }

    private void Validate(Place place)
    {
        place.Require(SourceKind is SourceKind.DirectoryTree or SourceKind.Database, FormatError.BadValue, "source_kind is unknown");
        place.Require(
            (Database is not null) == (SourceKind == SourceKind.Database), FormatError.BadValue, "what is said of a database does not fit");
        place.RequireAtMost(Source.Length, Limits.SourcePathSizeMax, "source");
        place.Require(
            Source.Span.StartsWith((byte)'/') && !Source.Span.Contains((byte)0), FormatError.BadValue, "source is not an absolute path");
    }
}

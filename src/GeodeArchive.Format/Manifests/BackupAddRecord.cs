namespace GeodeArchive.Format;

/// <summary>A backup exists.</summary>
public sealed record BackupAddRecord : ManifestRecord
{
    /// <inheritdoc/>
    public override ManifestRecordType Type => ManifestRecordType.BackupAdd;

    /// <summary>The backup.</summary>
    public required BackupId BackupId { get; init; }

    /// <summary>Name of the backup file; unique among the backups that exist.</summary>
    public required string Name { get; init; }

    /// <summary>What was read and sent.</summary>
    public required BackupType BackupType { get; init; }

    /// <summary>What was backed up.</summary>
    public required SourceKind SourceKind { get; init; }

    /// <summary>Plain or encrypted.</summary>
    public required Domain Domain { get; init; }

    /// <summary>The backup it was compared with; zero for a full.</summary>
    public required BackupId ParentId { get; init; }

    /// <summary>The full that it goes back to; its own id for a full.</summary>
    public required BackupId ChainId { get; init; }

    /// <summary>The session that made it.</summary>
    public required SessionId SessionId { get; init; }

    /// <summary>When it was started, in nanoseconds since 1970-01-01 UTC.</summary>
    public required long Started { get; init; }

    /// <summary>When it was finished, in nanoseconds since 1970-01-01 UTC.</summary>
    public required long Finished { get; init; }

    /// <summary>Its backup root.</summary>
    public required ChunkId RootChunk { get; init; }

    /// <summary>Regular files in the tree.</summary>
    public required long FileCount { get; init; }

    /// <summary>Directories in the tree.</summary>
    public required long DirectoryCount { get; init; }

    /// <summary>Other entries of the tree.</summary>
    public required long OtherCount { get; init; }

    /// <summary>Bytes of all files.</summary>
    public required long LogicalSize { get; init; }

    /// <summary>Bytes that were read from the source.</summary>
    public required long ReadSize { get; init; }

    /// <summary>Bytes of the segments that it needs and its parent does not.</summary>
    public required long StoredSize { get; init; }

    /// <summary>Files that could not be read or changed while they were read.</summary>
    public required long IncompleteCount { get; init; }

    /// <summary>Of a database source; zero for a directory tree.</summary>
    public TimelineId TimelineId { get; init; }

    /// <summary>Of a database source; zero for a directory tree.</summary>
    public IncarnationId IncarnationId { get; init; }

    /// <summary>Of a database source; 0 for a directory tree.</summary>
    public ulong StartLsn { get; init; }

    /// <summary>Of a database source; 0 for a directory tree.</summary>
    public ulong EndLsn { get; init; }

    /// <summary>Of a database source; 0 for a directory tree.</summary>
    public ulong Generation { get; init; }

    /// <summary>The segments that it needs.</summary>
    public required SegmentRuns Segments { get; init; }

    internal static BackupAddRecord Read(ref FormatReader reader) => new()
    {
        BackupId = new BackupId(reader.ReadId()),
        Name = reader.ReadText(Limits.BackupNameSizeMax, 1, "name"),
        BackupType = (BackupType)reader.ReadByte(),
        SourceKind = (SourceKind)reader.ReadByte(),
        Domain = (Domain)reader.ReadByte(),
        ParentId = new BackupId(reader.ReadId()),
        ChainId = new BackupId(reader.ReadId()),
        SessionId = new SessionId(reader.ReadId()),
        Started = reader.ReadZigzag(),
        Finished = reader.ReadZigzag(),
        RootChunk = reader.ReadChunkId(),
        FileCount = reader.ReadCount("file_count"),
        DirectoryCount = reader.ReadCount("directory_count"),
        OtherCount = reader.ReadCount("other_count"),
        LogicalSize = reader.ReadCount("logical_size"),
        ReadSize = reader.ReadCount("read_size"),
        StoredSize = reader.ReadCount("stored_size"),
        IncompleteCount = reader.ReadCount("incomplete_count"),
        TimelineId = new TimelineId(reader.ReadId()),
        IncarnationId = new IncarnationId(reader.ReadId()),
        StartLsn = reader.ReadVarint(),
        EndLsn = reader.ReadVarint(),
        Generation = reader.ReadVarint(),
        Segments = SegmentRuns.Read(ref reader),
    };

    internal override void Validate(Place place)
    {
        place.Require(!BackupId.IsZero, FormatError.BadValue, "backup_id is zero");
        place.Require(BackupName.IsValid(Name), FormatError.BadValue, "name is not a backup name");
        place.Require(BackupType is >= BackupType.Full and <= BackupType.Differential, FormatError.BadValue, "type is unknown");
        place.Require(SourceKind is SourceKind.DirectoryTree or SourceKind.Database, FormatError.BadValue, "source_kind is unknown");
        place.Require(Domain is Domain.Plain or Domain.Encrypted, FormatError.BadValue, "domain is unknown");
        bool full = BackupType == BackupType.Full;
        place.Require(ParentId.IsZero == full, FormatError.BadValue, "parent_id is zero, or not zero in a full");
        place.Require(
            (ChainId == BackupId) == full && !ChainId.IsZero, FormatError.BadValue, "chain_id is zero, its own, or another's in a full");
        place.Require(!SessionId.IsZero, FormatError.BadValue, "session_id is zero");
        long least = Math.Min(Math.Min(FileCount, DirectoryCount), Math.Min(OtherCount, IncompleteCount));
        place.RequireRange(least, 0, long.MaxValue, "a count");
        place.RequireRange(Math.Min(LogicalSize, Math.Min(ReadSize, StoredSize)), 0, long.MaxValue, "a size");
        ValidateDatabase(place);
        place.Require(Segments is not null, FormatError.BadValue, "segments are missing");
    }

    private void ValidateDatabase(Place place)
    {
        if (SourceKind == SourceKind.Database)
        {
            place.Require(!TimelineId.IsZero, FormatError.BadValue, "timeline_id is zero");
            place.Require(!IncarnationId.IsZero, FormatError.BadValue, "incarnation is zero");
            place.Require(StartLsn <= EndLsn, FormatError.BadValue, "start_lsn is after end_lsn");
            place.Require(Generation is >= 1 and <= long.MaxValue, FormatError.BadValue, "generation is not from 1 to 2^63-1");
            return;
        }

        bool isPlace = !TimelineId.IsZero || !IncarnationId.IsZero || (StartLsn | EndLsn | Generation) != 0;
        place.Require(!isPlace, FormatError.BadValue, "a place in a log for a directory tree");
    }

    internal override void WriteFields(FormatWriter writer, Place place)
    {
        writer.WriteId(BackupId.Value);
        writer.WriteText(Name, Limits.BackupNameSizeMax, 1, place, "name");
        writer.WriteByte((byte)BackupType);
        writer.WriteByte((byte)SourceKind);
        writer.WriteByte((byte)Domain);
        writer.WriteId(ParentId.Value);
        writer.WriteId(ChainId.Value);
        writer.WriteId(SessionId.Value);
        writer.WriteZigzag(Started);
        writer.WriteZigzag(Finished);
        writer.WriteChunkId(RootChunk);
        writer.WriteCount(FileCount);
        writer.WriteCount(DirectoryCount);
        writer.WriteCount(OtherCount);
        writer.WriteCount(LogicalSize);
        writer.WriteCount(ReadSize);
        writer.WriteCount(StoredSize);
        writer.WriteCount(IncompleteCount);
        writer.WriteId(TimelineId.Value);
        writer.WriteId(IncarnationId.Value);
        writer.WriteVarint(StartLsn);
        writer.WriteVarint(EndLsn);
        writer.WriteVarint(Generation);
        Segments.Write(writer);
    }
}

using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Time;
using GeodeArchive.Objects;
using GeodeArchive.Recovery.Reading;
using GeodeArchive.Repository;

namespace GeodeArchive.Recovery;

/// <summary>
/// The WAL archive of one database: a chain of objects for each timeline, each created only if absent, each with the root hash of the one
/// before it. See format-spec/wal-archive.md. Safe for several workers.
/// </summary>
public sealed class LogArchive
{
    private LogArchive(Machine machine, IObjectStore store, FileHeader header)
    {
        Machine = machine;
        Store = store;
        Id = header.RepositoryId;
        DatabaseId = header.LogArchiveSection.DatabaseId;
        GroupSize = header.LogArchiveSection.GroupSize;
    }

    /// <summary>The machine.</summary>
    public Machine Machine { get; }

    /// <summary>Where the objects are; not owned.</summary>
    public IObjectStore Store { get; }

    /// <summary>The archive.</summary>
    public RepositoryId Id { get; }

    /// <summary>Whose log it keeps.</summary>
    public DatabaseId DatabaseId { get; }

    /// <summary>Objects of a group.</summary>
    public int GroupSize { get; }

    /// <summary>Opens the archive of a database, and makes it first where the store is empty.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="store">The store; the caller disposes it.</param>
    /// <param name="database">Whose log it is to keep.</param>
    /// <param name="groupSize">Objects of a group, if it is made.</param>
    /// <exception cref="LogArchiveException"><see cref="LogArchiveError.OtherDatabase"/>; <see cref="LogArchiveError.NotAnArchive"/>: the
    /// store holds something else; <see cref="LogArchiveError.Damaged"/>, <see cref="LogArchiveError.Failed"/>.</exception>
    public static LogArchive Create(
        Machine machine, IObjectStore store, DatabaseId database, int groupSize = LogArchiveLimits.GroupSizeUsual)
    {
        try
        {
            if (TryReadHeader(store) is null)
            {
                if (store.List(string.Empty, countMax: 1).Count > 0 && TryReadHeader(store) is null)
                {
                    throw new LogArchiveException(
                        LogArchiveError.NotAnArchive,
                        $"{store.DisplayName} holds something else than a WAL archive",
                        "name an empty directory for the WAL archive");
                }

                var header = FileHeader.ForLogArchive(
                    new RepositoryId(Identities.NewId(machine.Entropy)),
                    new FileId(Identities.NewId(machine.Entropy)),
                    WallTime.Now(machine.Clock),
                    new LogArchiveSection(database, groupSize));
                var bytes = new byte[FileHeader.Size];
                header.Encode(bytes);

                // If somebody else was faster, his is the archive.
                store.PutIfAbsent(LogArchiveNames.Repository, bytes);
            }
        }
        catch (ObjectException error)
        {
            throw LogArchiveException.From(error);
        }

        return Open(machine, store, database);
    }

    /// <summary>Opens an archive.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="store">The store; the caller disposes it.</param>
    /// <param name="database">Whose log it must be; null for anybody's.</param>
    /// <exception cref="LogArchiveException"><see cref="LogArchiveError.NotAnArchive"/>, <see cref="LogArchiveError.OtherDatabase"/>,
    /// <see cref="LogArchiveError.Damaged"/>, <see cref="LogArchiveError.Failed"/>.</exception>
    public static LogArchive Open(Machine machine, IObjectStore store, DatabaseId? database = null)
    {
        var header = TryReadHeader(store) ?? throw new LogArchiveException(
            LogArchiveError.NotAnArchive,
            $"{store.DisplayName} is not a WAL archive: it has no file {LogArchiveNames.Repository}",
            "name the directory that the server archives its log to");
        var archive = new LogArchive(machine, store, header);
        return database is null || archive.DatabaseId == database
            ? archive
            : throw new LogArchiveException(
                LogArchiveError.OtherDatabase,
                $"{store.DisplayName} is the WAL archive of database {archive.DatabaseId}, not of {database}",
                "name another directory: each database has its own WAL archive");
    }

    /// <summary>
    /// The timelines of the archive, each with what can be recovered, as follows from its chain: what is missing or damaged is named.
    /// </summary>
    /// <remarks>Reads the newest object of each group and lists all; the records are not read.</remarks>
    /// <exception cref="LogArchiveException">The store failed.</exception>
    public IReadOnlyList<ArchivedTimeline> ListTimelines()
    {
        using var access = new ArchiveAccess(this);
        return [.. TimelineFiles(access).Select(timeline => ChainInspection.Inspect(access, timeline))];
    }

    /// <summary>A timeline of the archive.</summary>
    /// <exception cref="LogArchiveException">The store failed, or its file is missing, damaged or another database's.</exception>
    public LogTimeline ReadTimeline(TimelineId timeline)
    {
        using var access = new ArchiveAccess(this);
        return TryReadTimeline(access, timeline) ?? throw LogArchiveException.Missing(LogArchiveNames.Timeline(timeline).Text);
    }

    /// <summary>The newest note of a timeline: all that was committed up to a time is archived. Null if there is none.</summary>
    /// <exception cref="LogArchiveException">The store failed, or the note is damaged.</exception>
    public LogCovered? ReadCovered(TimelineId timeline)
    {
        using var access = new ArchiveAccess(this);
        return ReadCovered(access, timeline);
    }

    internal static LogCovered? ReadCovered(ArchiveAccess access, TimelineId timeline)
    {
        // A living archive replaces its note: then there is a newer one.
        const int Attempts = 3;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return ReadNewestCovered(access, timeline);
            }
            catch (LogArchiveException error) when (attempt < Attempts && error.DamageKind == FormatError.BadReference)
            {
                access.Count.NoteReads++;
            }
        }
    }

    private static LogCovered? ReadNewestCovered(ArchiveAccess access, TimelineId timeline)
    {
        var newest = ListCovered(access, timeline).LastOrDefault();
        if (newest.Key == default)
        {
            return null;
        }

        try
        {
            var note = LogCovered.Decode(access.ReadNote(newest.Key));
            note.Expect(access.Archive.DatabaseId, timeline, newest.Lsn, newest.Time);
            return note;
        }
        catch (ArchiveFormatException damage)
        {
            throw LogArchiveException.Damage(newest.Key.Text, damage);
        }
    }

    /// <summary>The notes of a timeline, the newest last.</summary>
    internal static IReadOnlyList<(Lsn Lsn, long Time, ObjectKey Key)> ListCovered(ArchiveAccess access, TimelineId timeline)
    {
        var notes = new List<(Lsn Lsn, long Time, ObjectKey Key)>();
        try
        {
            access.Count.Listings++;
            foreach (var entry in access.Archive.Store.List(LogArchiveNames.CoveredPrefix(timeline), recursive: false))
            {
                if (LogArchiveNames.TryParseCovered(entry.Key, out var lsn, out var time))
                {
                    notes.Add((lsn, time, entry.Key));
                }
            }
        }
        catch (ObjectException error)
        {
            throw LogArchiveException.From(error);
        }

        notes.Sort();
        return notes;
    }

    /// <summary>The timelines of the archive.</summary>
    /// <param name="access">The archive.</param>
    /// <param name="damages">Where damage to a timeline's file goes; null to end with it.</param>
    internal static IReadOnlyList<LogTimeline> TimelineFiles(ArchiveAccess access, List<LogArchiveException>? damages = null)
    {
        var timelines = new List<LogTimeline>();
        IReadOnlyList<string> folders;
        try
        {
            folders = access.Archive.Store.ListFolders(string.Empty);
            access.Count.Listings++;
        }
        catch (ObjectException error)
        {
            throw LogArchiveException.From(error);
        }

        foreach (var folder in folders.Order(StringComparer.Ordinal))
        {
            try
            {
                if (TimelineId.TryParse(folder, out var id) && TryReadTimeline(access, id) is { } timeline)
                {
                    timelines.Add(timeline);
                }
            }
            catch (LogArchiveException damage) when (damages is not null && damage.IsDamage)
            {
                damages.Add(damage);
            }
        }

        return timelines;
    }

    /// <summary>The file of a timeline, or null where only its directory is there: the attempt that made that one died.</summary>
    internal static LogTimeline? TryReadTimeline(ArchiveAccess access, TimelineId id)
    {
        var key = LogArchiveNames.Timeline(id);
        try
        {
            var timeline = LogTimeline.Decode(access.ReadNote(key));
            timeline.ExpectTimeline(id);
            return timeline.DatabaseId == access.Archive.DatabaseId
                ? timeline
                : throw new ArchiveFormatException(FormatError.BadIdentity, "timeline", 0, "the timeline is of another database");
        }
        catch (LogArchiveException error) when (error.InnerException is ArchiveFormatException { Error: FormatError.BadReference })
        {
            return access.FindNewest(id) is null ? null : throw LogArchiveException.Missing(key.Text);
        }
        catch (ArchiveFormatException damage)
        {
            throw LogArchiveException.Damage(key.Text, damage);
        }
    }

    private static FileHeader? TryReadHeader(IObjectStore store)
    {
        try
        {
            return LogArchiveFile.Decode(WholeObject.Read(store, LogArchiveNames.Repository, WholeObject.FixedSizeMax));
        }
        catch (ObjectException error) when (error.Error == ObjectError.NotFound)
        {
            return null;
        }
        catch (ObjectException error)
        {
            throw LogArchiveException.From(error);
        }
        catch (ArchiveFormatException damage)
        {
            throw LogArchiveException.Damage(LogArchiveNames.Repository.Text, damage);
        }
    }
}

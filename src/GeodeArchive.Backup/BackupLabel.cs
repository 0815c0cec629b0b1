using System.Globalization;
using GeodeArchive.Format;
using GeodeArchive.Io.Time;
using GeodeArchive.Objects;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup;

/// <summary>The backup file: the one file that a user sees of a backup; see format-spec/backup.md.</summary>
public static class BackupLabel
{
    /// <summary>Makes the file of a committed backup.</summary>
    /// <exception cref="RepositoryException">It could not be made; the backup exists all the same.</exception>
    public static void Write(ArchiveRepository repository, BackupAddRecord backup, ManifestNumber manifest)
    {
        var bytes = Encode(repository.Id, repository.Machine.Clock, backup, manifest);
        try
        {
            if (!repository.Store.PutIfAbsent(RepositoryNames.Backup(backup.Name), bytes))
            {
                throw Incomplete(backup, "a file of that name appeared meanwhile", null);
            }
        }
        catch (ObjectException error)
        {
            throw Incomplete(backup, error.Message, error);
        }
    }

    /// <summary>The file of a backup.</summary>
    internal static byte[] Encode(RepositoryId repository, TimeProvider clock, BackupAddRecord backup, ManifestNumber manifest)
    {
        var section = new BackupSection
        {
            Type = backup.BackupType,
            SourceKind = backup.SourceKind,
            Manifest = manifest,
            BackupId = backup.BackupId,
            ParentId = backup.ParentId,
            Started = backup.Started,
            Finished = backup.Finished,
            LogicalSize = backup.LogicalSize,
            StoredSize = backup.StoredSize,
            Name = backup.Name,
        };
        var bytes = new byte[BackupFile.Size];
        new BackupFile(Text(backup), FileHeader.ForBackup(repository, WallTime.Now(clock), section)).Encode(bytes);
        return bytes;
    }

    /// <summary>Reads and checks a backup file.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="RepositoryException">It is damaged, or belongs to another repository.</exception>
    public static BackupFile? Read(ArchiveRepository repository, string name) => Read(repository.Store, repository.Id, name);

    internal static BackupFile? Read(IObjectStore store, RepositoryId repository, string name)
    {
        try
        {
            var file = BackupFile.Decode(WholeObject.Read(store, RepositoryNames.Backup(name), WholeObject.FixedSizeMax));
            file.Header.ExpectRepository(repository, BackupFile.TextSize);
            return file.Section.Name == name
                ? file
                : throw new ArchiveFormatException(
                    FormatError.BadIdentity, "backup file", BackupFile.TextSize, $"it is the file of backup {file.Section.Name}");
        }
        catch (ObjectException error) when (error.Error == ObjectError.NotFound)
        {
            return null;
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
        catch (ArchiveFormatException damage)
        {
            throw RepositoryException.Damage(name, damage);
        }
    }

    private static RepositoryException Incomplete(BackupAddRecord backup, string reason, Exception? inner) => new(
        RepositoryError.Failed,
        $"backup {backup.Name} is complete and committed, but its file in the archive root could not be made: {reason}",
        "it can be listed, verified and restored under its name as it is",
        inner);

    private static string Text(BackupAddRecord backup)
    {
        var started = WallTime.ToDateTime(backup.Started).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var type = backup.BackupType switch
        {
            BackupType.Full => "full",
            BackupType.Incremental => "incremental",
            _ => "differential",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            geode-archive backup "{backup.Name}" ({type}, {started} UTC): a label; its data is in archive/ beside it

            Restore:  geode-archive backup restore --input {backup.Name} --data-dir DIR
            Verify:   geode-archive backup verify --input {backup.Name}
            Export:   geode-archive backup export {backup.Name} --output FILE

            Copying this file copies no data. Deleting it deletes no data and frees no space.
            """);
    }
}

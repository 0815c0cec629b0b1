using System.Globalization;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Time;
using GeodeArchive.Objects;

namespace GeodeArchive.Repository.Access;

/// <summary>
/// Who did what to an archive: one small object for each command, made once, never changed; see format-spec/access.md. Nothing of the
/// repository depends on it.
/// </summary>
public sealed class AccessLog
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmss";
    private const int SecondLength = 15;
    private const int NanosecondLength = 9;
    private const int TimeLength = SecondLength + NanosecondLength;
    private const int RandomLength = 16;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly IObjectStore _store;

    /// <summary>The log of an archive.</summary>
    /// <param name="store">The archive root.</param>
    public AccessLog(IObjectStore store) => _store = store;

    /// <summary>The repository of the archive that the log is of; null if there is none that can be read.</summary>
    /// <exception cref="RepositoryException">The store failed.</exception>
    public RepositoryId? FindRepository()
    {
        try
        {
            return RepositoryFile.Decode(WholeObject.Read(_store, RepositoryNames.Repository, WholeObject.FixedSizeMax)).RepositoryId;
        }
        catch (ArchiveFormatException)
        {
            // What is wrong with it is for the command to say that needs more of it than its id.
            return null;
        }
        catch (ObjectException error) when (error.Error == ObjectError.NotFound)
        {
            return null;
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    /// <summary>Adds a record. Durable when this returns. One request to the store.</summary>
    /// <exception cref="RepositoryException">It could not be made.</exception>
    public void Add(AccessRecord record, IEntropy entropy)
    {
        Span<byte> random = stackalloc byte[RandomLength / 2];
        try
        {
            do
            {
                entropy.Fill(random);
            }
            while (!_store.PutIfAbsent(KeyOf(record.Time, Convert.ToHexStringLower(random)), record.Encode()));
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    /// <summary>The records of commands that began then or later, in the order they began.</summary>
    /// <param name="repository">The repository that they must be of.</param>
    /// <param name="since">Nanoseconds since 1970-01-01 UTC.</param>
    /// <exception cref="RepositoryException">The log cannot be listed; a record that cannot be read is among the entries.</exception>
    public IEnumerable<AccessEntry> Read(RepositoryId repository, long since)
    {
        foreach (var (key, time) in List())
        {
            if (time >= since)
            {
                yield return Read(key, repository, time);
            }
        }
    }

    /// <summary>Removes the records of commands that began before.</summary>
    /// <param name="before">Nanoseconds since 1970-01-01 UTC.</param>
    /// <param name="isDry">Nothing is removed.</param>
    /// <returns>How many there are.</returns>
    /// <exception cref="RepositoryException">The store failed.</exception>
    public long Prune(long before, bool isDry)
    {
        var old = List().Where(entry => entry.Time < before).ToList();
        try
        {
            foreach (var (key, _) in isDry ? [] : old)
            {
                _store.Delete(key);
            }
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }

        return old.Count;
    }

    private static ObjectKey KeyOf(long time, string random)
    {
        var second = WallTime.ToDateTime(time).UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        return ObjectKey.From($"{RepositoryNames.AccessPrefix}{second}{time % NanosecondsPerSecond:D9}-{random}");
    }

    /// <summary>The time that a key names, in nanoseconds since 1970; false if it is no key of a record.</summary>
    private static bool TryParse(ObjectKey key, out long time)
    {
        var name = key.Text.AsSpan(RepositoryNames.AccessPrefix.Length);
        time = 0;
        if (name.Length != TimeLength + 1 + RandomLength
            || name[TimeLength] != '-'
            || name[(TimeLength + 1)..].ContainsAnyExcept("0123456789abcdef")
            || !DateTimeOffset.TryParseExact(
                name[..SecondLength],
                TimeFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var moment)
            || moment < DateTimeOffset.UnixEpoch
            || moment > WallTime.ToDateTime(long.MaxValue).AddSeconds(-1)
            || !uint.TryParse(name[SecondLength..TimeLength], NumberStyles.None, CultureInfo.InvariantCulture, out var nanoseconds))
        {
            return false;
        }

        time = WallTime.FromDateTime(moment) + nanoseconds;
        return true;
    }

    /// <summary>All records in order of their names, which is that of their times; what is no record is passed over.</summary>
    private IEnumerable<(ObjectKey Key, long Time)> List()
    {
        try
        {
            var records = new List<(ObjectKey Key, long Time)>();
            foreach (var entry in _store.List(RepositoryNames.AccessPrefix, recursive: false))
            {
                if (TryParse(entry.Key, out var time))
                {
                    records.Add((entry.Key, time));
                }
            }

            return records.OrderBy(record => record.Key);
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    private AccessEntry Read(ObjectKey key, RepositoryId repository, long time)
    {
        try
        {
            var record = AccessRecord.Decode(WholeObject.Read(_store, key, AccessRecord.SizeMax));
            record.Expect(repository, time);
            return new AccessEntry(key, record, null);
        }
        catch (ArchiveFormatException damage)
        {
            return new AccessEntry(key, null, RepositoryException.Damage(key.Text, damage));
        }
        catch (ObjectException error)
        {
            return new AccessEntry(key, null, RepositoryException.From(error));
        }
    }
}

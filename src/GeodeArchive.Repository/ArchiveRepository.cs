using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Time;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Keys;
using GeodeArchive.Repository.Manifests;

namespace GeodeArchive.Repository;

/// <summary>An open repository: its parameters, and the log of its commits. Owns the store.</summary>
public sealed class ArchiveRepository : IDisposable
{
    private ArchiveRepository(Machine machine, IObjectStore store, FileHeader header, ManifestNumber? below = null)
    {
        Machine = machine;
        Store = store;
        Header = header;
        Parameters = header.RepositorySection;
        Log = new ManifestLog(store, machine, header) { Below = below };
        PlainDomain = ArchiveDomain.Plain(machine, header);
    }

    /// <summary>The machine that this program runs on.</summary>
    public Machine Machine { get; }

    /// <summary>Where the files are.</summary>
    public IObjectStore Store { get; }

    /// <summary>Header of the repository file.</summary>
    public FileHeader Header { get; }

    /// <summary>The repository's id.</summary>
    public RepositoryId Id => Header.RepositoryId;

    /// <summary>How streams are cut into chunks.</summary>
    public RepositorySection Parameters { get; }

    /// <summary>The commits.</summary>
    public ManifestLog Log { get; }

    /// <summary>The newest state that was read.</summary>
    public RepositoryState State => Log.State;

    /// <summary>The domain of what is not encrypted.</summary>
    public ArchiveDomain PlainDomain { get; }

    /// <summary>The slot that the keys were unlocked with, or null.</summary>
    public KeySlot? UnlockedSlot { get; private set; }

    /// <summary>The keys that were unlocked, or null.</summary>
    public RepositoryKeys? Keys => Log.Keys;

    /// <summary>Opens an existing repository and reads its newest state.</summary>
    /// <param name="machine">The machine that this program runs on.</param>
    /// <param name="store">Where the files are.</param>
    /// <param name="below">If given, the repository is only looked at, as it is without this manifest and those after it.</param>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.NotARoot"/> when there is none.</exception>
    public static ArchiveRepository Open(Machine machine, IObjectStore store, ManifestNumber? below = null)
    {
        var repository = new ArchiveRepository(machine, store, ReadHeader(store) ?? throw NoRepositoryFile(store), below);
        repository.Log.Load();
        return repository;
    }

    /// <summary>Opens the repository, or makes one where the store holds nothing.</summary>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.NotARoot"/> when the store holds something else.</exception>
    public static ArchiveRepository OpenOrCreate(Machine machine, IObjectStore store)
    {
        var header = ReadHeader(store);
        if (header is null)
        {
            Create(machine, store);
            header = ReadHeader(store) ?? throw NoRepository(store);
        }

        var repository = new ArchiveRepository(machine, store, header);
        repository.Log.Load();
        return repository;
    }

    /// <summary>The number of the newest manifest, if it and all down to the one that a damage is of are damaged; otherwise null.</summary>
    /// <param name="store">Where the manifests are.</param>
    /// <param name="damage">What was found.</param>
    /// <param name="below">If given, manifests from this one on do not count.</param>
    /// <exception cref="RepositoryException">They cannot be listed.</exception>
    public static ManifestNumber? FindDamagedNewest(IObjectStore store, RepositoryException damage, ManifestNumber? below = null)
    {
        try
        {
            var numbers = store.List(RepositoryNames.ManifestPrefix, recursive: false)
                .Select(entry => RepositoryNames.TryParseManifest(entry.Key, out var number) ? number : default)
                .Where(number => number.Value > 0 && (below is null || number.Value < below.Value.Value))
                .OrderByDescending(number => number.Value)
                .ToList();
            var damagedCount = numbers.FindIndex(number => damage.DamagedKey == RepositoryNames.Manifest(number).Text) + 1;

            // What an intact one changed would be lost, too: that is not for a program to decide.
            return damage.Error == RepositoryError.Damaged
                && damagedCount > 0
                && numbers.Take(damagedCount - 1).All(number => IsDamaged(store, RepositoryNames.Manifest(number)))
                ? numbers[0]
                : null;
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    /// <summary>
    /// Puts a damaged newest manifest aside, so that the repository is what it was before that commit. What the commit added is
    /// an open session's again, which the next backup or collection adopts. Nobody else may use the repository meanwhile.
    /// </summary>
    /// <exception cref="RepositoryException">It could not be put aside.</exception>
    public static void SetAsideManifest(IObjectStore store, ManifestNumber newest)
    {
        try
        {
            var key = RepositoryNames.Manifest(newest);
            var length = store.GetSuffix(key, []).Length;
            var bytes = new byte[Math.Min(length, Limits.ManifestRecordsSizeMax)];
            var count = store.GetRange(key, 0, bytes);
            PutAside(store, RepositoryNames.Damaged(newest), bytes.AsSpan(0, count));
            store.Delete(key);
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    /// <summary>A repair that was interrupted may have put it there.</summary>
    private static void PutAside(IObjectStore store, ObjectKey key, ReadOnlySpan<byte> bytes)
    {
        if (!store.PutIfAbsent(key, bytes) && !WholeObject.Read(store, key, ManifestLog.SizeMax).AsSpan().SequenceEqual(bytes))
        {
            throw new ObjectException(
                ObjectError.Exists, key.Text, "another manifest of this number was put aside before: move that file elsewhere");
        }
    }

    private static bool IsDamaged(IObjectStore store, ObjectKey manifest)
    {
        try
        {
            _ = ManifestFile.Decode(WholeObject.Read(store, manifest, ManifestLog.SizeMax));
            return false;
        }
        catch (ArchiveFormatException)
        {
            return true;
        }
    }

    /// <summary>Opens the log once more, for somebody who goes on reading it while others work with <see cref="State"/>.</summary>
    /// <exception cref="RepositoryException">A manifest is damaged or missing.</exception>
    public ManifestLog OpenLog()
    {
        var log = new ManifestLog(Store, Machine, Header) { Below = Log.Below };
        log.Load();
        if (Keys is { } keys && log.State.Keys is not null)
        {
            log.Authenticate(keys);
        }

        return log;
    }

    /// <inheritdoc/>
    public void Dispose() => Store.Dispose();

    /// <summary>A domain.</summary>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.Key"/>: it is encrypted, and the keys are not unlocked.</exception>
    public ArchiveDomain DomainOf(Domain domain)
    {
        if (domain == Domain.Plain)
        {
            return PlainDomain;
        }

        return Keys is { } keys ? new ArchiveDomain(Machine, Header, keys) : throw KeyFailures.Missing("this backup is encrypted");
    }

    /// <summary>Unlocks the keys of the repository, and checks with them who made its manifests.</summary>
    /// <returns>False if the repository has no keys.</returns>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.Key"/>: the secret opens no slot.</exception>
    public bool TryUnlock(KeySecret secret)
    {
        if (State.Keys is not { } record)
        {
            return false;
        }

        var damages = new List<RepositoryException>();
        var slots = new KeySlots(Store, Id).Read(record.KeySetId, damages);
        if (KeySlots.TryOpen(slots, secret, out var untriedCount) is { } opened)
        {
            Log.Authenticate(opened.Keys);
            UnlockedSlot = opened.Slot;
            return true;
        }

        throw KeyFailures.Wrong(secret, slots.Count, untriedCount, damages);
    }

    /// <summary>Unlocks the keys of the repository, or makes them where it has none, with a slot for <paramref name="secret"/>.</summary>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.Key"/>: the repository has keys, and the secret opens no
    /// slot.</exception>
    public void UnlockOrCreateKeys(KeySecret secret, string label)
    {
        if (TryUnlock(secret))
        {
            return;
        }

        // The slot comes first: keys that nobody can open must not be committed. One that lost the race is no slot of the winner's keys.
        var (keys, record) = RepositoryKeys.Create(Id, Machine.Entropy);
        var slot = KeySlot.Create(Machine, Id, keys, secret, KeyAccess.ReadWrite, label);
        var slots = new KeySlots(Store, Id);
        slots.Add(slot);
        if (!Log.TryCommitFirst(keys, record))
        {
            slots.Remove(slot);
            TryUnlock(secret);
            return;
        }

        UnlockedSlot = slot;
    }

    private static void Create(Machine machine, IObjectStore store)
    {
        try
        {
            if (store.List(string.Empty, countMax: 1).Count > 0)
            {
                // Another writer may have made it since this one looked.
                _ = ReadHeader(store) ?? throw NoRepository(store);
                return;
            }

            var key = new byte[ChunkerKey.Size];
            machine.Entropy.Fill(key);
            var section = new RepositorySection
            {
                ChunkSizeMin = 32 << 10,
                ChunkSizeAverage = 128 << 10,
                ChunkSizeMax = 512 << 10,
                PartSize = 64 << 20,
                ExtentSize = 1 << 20,
                ChunkerKey = ChunkerKey.Read(key),
            };
            var header = FileHeader.ForRepository(
                new RepositoryId(Identities.NewId(machine.Entropy)),
                new FileId(Identities.NewId(machine.Entropy)),
                WallTime.Now(machine.Clock),
                section);
            var bytes = new byte[FileHeader.Size];
            header.Encode(bytes);
            store.PutIfAbsent(RepositoryNames.Repository, bytes);
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    private static FileHeader? ReadHeader(IObjectStore store)
    {
        try
        {
            var bytes = WholeObject.Read(store, RepositoryNames.Repository, WholeObject.FixedSizeMax);
            return RepositoryFile.Decode(bytes);
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
            throw RepositoryException.Damage(RepositoryNames.Repository.Text, damage);
        }
    }

    /// <summary>No archive root, or one that lost its first file.</summary>
    private static RepositoryException NoRepositoryFile(IObjectStore store)
    {
        try
        {
            return store.List(RepositoryNames.ManifestPrefix, recursive: false, countMax: 1).Count == 0
                ? NoRepository(store)
                : RepositoryException.Damage(
                    RepositoryNames.Repository.Text, FormatError.BadReference, "file", 0, "the file is missing, but there are manifests");
        }
        catch (ObjectException error)
        {
            return RepositoryException.From(error);
        }
    }

    private static RepositoryException NoRepository(IObjectStore store) => new(
        RepositoryError.NotARoot,
        $"{store.DisplayName} is not an archive root: it has no archive/repository",
        "name the directory that holds the backup files; a new root is made only in an absent or empty directory");
}

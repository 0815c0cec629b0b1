using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Time;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Keys;

namespace GeodeArchive.Repository.Manifests;

/// <summary>
/// The repository's own log: reads the newest state, and commits changes to it. A commit is the creation of manifest N+1 if
/// absent; a lost race is read, checked against, and tried again as N+2. Used by one worker at a time.
/// </summary>
public sealed class ManifestLog
{
    /// <summary>Every manifest whose number divides by this holds the whole state.</summary>
    public const int SnapshotInterval = 256;

    // Records are ids and hashes, which do not compress; headers and sums add less than a thousandth.
    internal const long SizeMax = Limits.ManifestRecordsSizeMax + (1 << 20);

    private readonly IObjectStore _store;
    private readonly Machine _machine;
    private readonly FileHeader _repository;
    private readonly List<ManifestSeal> _seals = [];

    /// <summary>Makes a log over the repository whose file header is given; nothing is read yet.</summary>
    public ManifestLog(IObjectStore store, Machine machine, FileHeader repository)
    {
        _store = store;
        _machine = machine;
        _repository = repository;
    }

    /// <summary>
    /// If set, this manifest and all after it are not looked at, and nothing can be committed: to see what the repository is without them.
    /// </summary>
    public ManifestNumber? Below { get; init; }

    /// <summary>The newest state that was read.</summary>
    public RepositoryState State { get; private set; } = new();

    /// <summary>The keys of the encrypted domain; null until <see cref="Authenticate"/>.</summary>
    public RepositoryKeys? Keys { get; private set; }

    /// <summary>
    /// Checks with the keys all manifests that were read, and from now on each that is read. Those that will be committed are
    /// authenticated with them.
    /// </summary>
    /// <exception cref="RepositoryException">A manifest was not made with these keys.</exception>
    public void Authenticate(RepositoryKeys keys)
    {
        var number = State.Number;
        try
        {
            foreach (var seal in _seals)
            {
                number = seal.Number;
                Check(seal, keys);
            }

            number = State.Number;
            keys.Follow(State.Keys!);
        }
        catch (ArchiveFormatException damage)
        {
            throw RepositoryException.Damage(RepositoryNames.Manifest(number).Text, damage);
        }

        Keys = keys;
        _seals.Clear();
    }

    /// <summary>Commits the first keys of a repository, and goes on with them.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="record">What the manifest says of them.</param>
    /// <returns>False if another writer was first: his keys count.</returns>
    internal bool TryCommitFirst(RepositoryKeys keys, KeysRecord record)
    {
        if (TryCommit(default, state => state.Keys is null ? [record] : null, keys) is null)
        {
            return false;
        }

        Keys = keys;
        _seals.Clear();
        return true;
    }

    /// <summary>Reads the newest state from nothing.</summary>
    /// <exception cref="RepositoryException">A manifest is damaged or missing.</exception>
    public void Load()
    {
        State = new RepositoryState();
        var newest = NewestListed();
        if (newest == 0)
        {
            DemandNothingCommitted();
        }

        var first = Math.Max(newest / SnapshotInterval * SnapshotInterval, 1);
        for (var number = first; number <= newest; number++)
        {
            var manifest = Read(new ManifestNumber(number))
                ?? throw RepositoryException.Damage(
                    RepositoryNames.Manifest(new ManifestNumber(number)).Text,
                    FormatError.BadReference,
                    "manifest",
                    0,
                    "it is missing, but a later one exists");
            Apply(manifest, isFirst: number == first);
        }

        Refresh();
    }

    /// <summary>Reads manifests that were added since.</summary>
    public void Refresh()
    {
        while (Read(new ManifestNumber(State.Number.Value + 1)) is { } manifest)
        {
            Apply(manifest, isFirst: false);
        }
    }

    /// <summary>
    /// Commits a change. <paramref name="change"/> is asked for its records with the state that they will be applied to, again
    /// after each lost race, and throws to give up, or has no records when nothing is left to change. When this returns, the change is
    /// durable.
    /// </summary>
    /// <returns>The manifest that holds the change; the newest when there was none.</returns>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.Key"/>: the repository has keys, and none was given.</exception>
    public ManifestNumber Commit(SessionId session, Func<RepositoryState, IReadOnlyList<ManifestRecord>> change) =>
        TryCommit(session, change, Keys)!.Value;

    private ManifestNumber? TryCommit(
        SessionId session, Func<RepositoryState, IReadOnlyList<ManifestRecord>?> change, RepositoryKeys? keys)
    {
        if (Below is not null)
        {
            throw new InvalidOperationException("a repository without its newest manifests is only looked at");
        }

        while (true)
        {
            Refresh();
            if (State.Keys is not null && keys is null)
            {
                throw KeyFailures.Missing("this archive has keys, which every change of it must be authenticated with");
            }

            if (change(State) is not { } records)
            {
                return null;
            }

            if (records.Count == 0)
            {
                return State.Number;
            }

            var number = new ManifestNumber(State.Number.Value + 1);
            var bytes = Encode(session, number, records, keys);
            var mine = ManifestFile.Decode(bytes);
            if (TryPut(number, bytes) || IsAt(number, mine.Header.FileId))
            {
                Apply(mine, isFirst: false);
                return number;
            }
        }
    }

    /// <summary>Reads one manifest, whatever its place in the log is; null if there is none of that number.</summary>
    /// <exception cref="RepositoryException">It is damaged.</exception>
    public ManifestFile? ReadManifest(ManifestNumber number) => Read(number);

    private bool IsHidden(ManifestNumber number) => Below is { } below && number >= below;

    private ulong NewestListed()
    {
        try
        {
            ulong newest = 0;
            foreach (var entry in _store.List(RepositoryNames.ManifestPrefix, recursive: false))
            {
                if (RepositoryNames.TryParseManifest(entry.Key, out var number) && !IsHidden(number))
                {
                    newest = Math.Max(newest, number.Value);
                }
            }

            return newest;
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    /// <summary>
    /// A repository whose manifests are gone looks like a new one, but a new one has no segments: a session commits before it
    /// writes.
    /// </summary>
    private void DemandNothingCommitted()
    {
        try
        {
            if (_store.List(RepositoryNames.SegmentPrefix, countMax: 1).Count > 0)
            {
                throw RepositoryException.Damage(
                    RepositoryNames.ManifestPrefix.TrimEnd('/'),
                    FormatError.BadReference,
                    "manifest",
                    0,
                    "all manifests are missing, but there are segments");
            }
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    /// <summary>
    /// Tells a commit lost to another writer from one that this writer made: a store that sends a request again after a lost answer is
    /// told that the object exists.
    /// </summary>
    private bool IsAt(ManifestNumber number, FileId id) => Read(number)?.Header.FileId == id;

    private byte[] Encode(SessionId session, ManifestNumber number, IReadOnlyList<ManifestRecord> records, RepositoryKeys? keys)
    {
        if (number.IsSnapshot)
        {
            records = After(number, records).ToRecords();
        }

        var section = new ManifestSection(number, State.RootHash);
        var header = FileHeader.ForManifest(
            _repository.RepositoryId, new FileId(NewId()), session, WallTime.Now(_machine.Clock), section);
        return ManifestFile.Encode(header, records, keys);
    }

    private RepositoryState After(ManifestNumber number, IReadOnlyList<ManifestRecord> records)
    {
        var copy = State.Copy();
        copy.Apply(number, State.RootHash, ManifestKind.Change, records);
        return copy;
    }

    private bool TryPut(ManifestNumber number, byte[] bytes)
    {
        try
        {
            return _store.PutIfAbsent(RepositoryNames.Manifest(number), bytes);
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    private ManifestFile? Read(ManifestNumber number)
    {
        if (IsHidden(number))
        {
            return null;
        }

        var key = RepositoryNames.Manifest(number);
        try
        {
            var file = ManifestFile.Decode(WholeObject.Read(_store, key, SizeMax));
            Check(file, number);
            return file;
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
            throw RepositoryException.Damage(key.Text, damage);
        }
    }

    private void Check(ManifestFile file, ManifestNumber number)
    {
        if (file.Header.RepositoryId != _repository.RepositoryId || file.Section.Number != number)
        {
            throw new ArchiveFormatException(
                FormatError.BadIdentity,
                "file header",
                0,
                $"it is manifest {file.Section.Number.Value} of repository {file.Header.RepositoryId}");
        }
    }

    private void Apply(ManifestFile file, bool isFirst)
    {
        var key = RepositoryNames.Manifest(file.Section.Number);
        try
        {
            var startsLog = file.Section.Number.Value == 1;
            var follows = file.Section.PreviousRootHash == State.RootHash;
            if (!follows && (!isFirst || startsLog))
            {
                throw new ArchiveFormatException(
                    FormatError.BadChecksum, "file header", 0, "it does not follow from the manifest before it");
            }

            if (isFirst && !startsLog && file.Section.ManifestKind != ManifestKind.Snapshot)
            {
                throw new ArchiveFormatException(FormatError.BadKind, "file header", 0, "a snapshot must be here");
            }

            NoteSeal(file);
            State.Apply(file.Section.Number, file.Trailer.RootHash, file.Section.ManifestKind, file.Records);
            if (Keys is { } keys && file.Records.OfType<KeysRecord>().FirstOrDefault() is { } record)
            {
                keys.Follow(record);
            }
        }
        catch (ArchiveFormatException damage)
        {
            throw RepositoryException.Damage(key.Text, damage);
        }
    }

    /// <summary>Checks who made a manifest, now, or when there are keys to check it with.</summary>
    private void NoteSeal(ManifestFile file)
    {
        var hasKeys = State.Keys is not null || file.Records.OfType<KeysRecord>().Any();
        var seal = new ManifestSeal(file.Section.Number, file.Trailer, hasKeys);
        if (Keys is { } keys)
        {
            Check(seal, keys);
            return;
        }

        if (file.Section.ManifestKind == ManifestKind.Snapshot)
        {
            // It holds the hash of the one before it, and so of all.
            _seals.Clear();
        }

        _seals.Add(seal);
    }

    private static void Check(ManifestSeal seal, RepositoryKeys keys)
    {
        var expected = seal.HasKeys ? keys.MacOf(seal.Trailer.RootHash) : default;
        if (seal.Trailer.Mac != expected)
        {
            throw new ArchiveFormatException(
                FormatError.BadChecksum,
                "trailer",
                seal.Trailer.FileSize - Trailer.Size,
                "mac does not match: the manifest was not made with the archive's keys");
        }
    }

    private Id128 NewId() => Identities.NewId(_machine.Entropy);
}

using GeodeArchive.Format;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Repository.Keys;

/// <summary>What can be done with the key slots of a repository, and with its generations of keys.</summary>
public sealed class RepositoryKeyring
{
    private readonly ArchiveRepository _repository;
    private readonly KeySlots _slots;

    /// <summary>Makes the keyring of a repository.</summary>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.NotFound"/>: the repository has no keys.</exception>
    public RepositoryKeyring(ArchiveRepository repository)
    {
        _repository = repository;
        _slots = new KeySlots(repository.Store, repository.Id);
        _ = Record;
    }

    /// <summary>Which generation new files are encrypted with.</summary>
    public uint Generation => Record.Generation;

    private KeysRecord Record => _repository.State.Keys ?? throw new RepositoryException(
        RepositoryError.NotFound,
        $"{_repository.Store.DisplayName} has no keys: nothing in it is encrypted",
        "the first encrypted backup makes them: geode-archive backup create --encrypt --encryption-key-file FILE ...");

    /// <summary>All slots, in the order they were made.</summary>
    /// <param name="damages">Gets what is wrong with slots that cannot be read.</param>
    public IReadOnlyList<KeySlot> Slots(List<RepositoryException> damages) => _slots.Read(Record.KeySetId, damages);

    /// <summary>Adds a slot.</summary>
    /// <param name="secret">What will open it.</param>
    /// <param name="access">What for.</param>
    /// <param name="label">For people.</param>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.Key"/>: the keys are not unlocked, or can only write.
    /// <see cref="RepositoryError.Exists"/>: the secret opens a slot already.</exception>
    public KeySlot Add(KeySecret secret, KeyAccess access, string label)
    {
        var keys = DemandKeys();
        if (KeySlots.TryOpen(Slots([]), secret, out _) is { } existing)
        {
            throw new RepositoryException(RepositoryError.Exists, $"{secret.Source} opens slot {existing.Slot.Id} already");
        }

        var slot = KeySlot.Create(_repository.Machine, _repository.Id, keys, secret, access, label);
        _slots.Add(slot);

        // Read back and opened, before anybody relies on it.
        return Slots([]).FirstOrDefault(made => made.Id == slot.Id && made.TryOpen(secret, out _)) ?? throw new RepositoryException(
            RepositoryError.Failed,
            $"slot {slot.Id} was written, and cannot be opened again",
            "the other slots are as they were: try again");
    }

    /// <summary>Removes a slot: what opened it opens nothing any more.</summary>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.NotFound"/>: there is no such slot.
    /// <see cref="RepositoryError.Key"/>: it is the slot that was unlocked with, so that nobody may be left who can read.</exception>
    public KeySlot Remove(string id)
    {
        DemandKeys();
        var matches = Slots([]).Where(slot => slot.Id.ToString().StartsWith(id, StringComparison.Ordinal)).ToList();
        if (matches.Count != 1)
        {
            throw new RepositoryException(
                RepositoryError.NotFound,
                matches.Count == 0 ? $"there is no slot {id}" : $"{matches.Count} slots begin with {id}",
                "geode-archive key list ROOT shows them");
        }

        if (matches[0].Id == _repository.UnlockedSlot!.Id)
        {
            throw new RepositoryException(
                RepositoryError.Key,
                $"slot {matches[0].Id} is the one that the given key opens: a key cannot remove itself",
                "give a key that opens another slot that can read; add one first if there is none: geode-archive key add");
        }

        _slots.Remove(matches[0]);
        return matches[0];
    }

    /// <summary>Puts a slot for another secret in the place of the one that was unlocked with.</summary>
    public KeySlot Replace(KeySecret secret)
    {
        var old = _repository.UnlockedSlot ?? throw KeyFailures.Missing("the slot to replace is not open");
        var made = Add(secret, old.Section.Access, old.Section.Label);
        _slots.Remove(old);
        return made;
    }

    /// <summary>Makes a new generation of keys, which new files are encrypted with.</summary>
    /// <returns>Its number.</returns>
    public uint AddGeneration()
    {
        var keys = DemandKeys();
        _repository.Log.Commit(default, _ => [keys.NextGeneration(_repository.Machine.Entropy)]);
        return keys.Generation;
    }

    /// <summary>
    /// Decrypts something of every file that is encrypted: what is needed to read all others. Only with keys that can read.
    /// </summary>
    /// <param name="isWanted">Which segments.</param>
    /// <param name="damages">Gets what cannot be read.</param>
    /// <returns>How many segments could be decrypted.</returns>
    public long Test(Func<SegmentAddRecord, bool> isWanted, List<RepositoryException> damages)
    {
        var domain = _repository.DomainOf(Domain.Encrypted);
        var count = 0L;
        foreach (var segment in _repository.State.Segments.Where(segment => segment.Domain == Domain.Encrypted && isWanted(segment)))
        {
            try
            {
                SegmentFile.ReadTable(_repository.Store, domain, SegmentReference.From(segment));
                count++;
            }
            catch (RepositoryException damage) when (damage.IsDamage)
            {
                damages.Add(damage);
            }
        }

        return count;
    }

    private RepositoryKeys DemandKeys()
    {
        var keys = _repository.Keys ?? throw KeyFailures.Missing("this changes the keys of the archive");
        return keys.Access == KeyAccess.ReadWrite ? keys : throw KeyFailures.CannotRead();
    }
}

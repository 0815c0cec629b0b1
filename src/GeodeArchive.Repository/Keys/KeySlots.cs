using GeodeArchive.Format;
using GeodeArchive.Objects;

namespace GeodeArchive.Repository.Keys;

/// <summary>The key slots of a repository: <c>archive/keys/</c>.</summary>
internal sealed class KeySlots
{
    /// <summary>
    /// Rounds of PBKDF2 that are made for one secret, all slots together: half a minute, or a hundred slots as they are made. Who can write
    /// to the archive must not keep its users busy for hours.
    /// </summary>
    public const int IterationsMax = 100_000_000;

    private readonly IObjectStore _store;
    private readonly RepositoryId _repository;

    public KeySlots(IObjectStore store, RepositoryId repository)
    {
        _store = store;
        _repository = repository;
    }

    /// <summary>All slots of a set, in the order they were made. Damaged ones are left out and told.</summary>
    /// <exception cref="RepositoryException">They cannot be listed or read.</exception>
    public IReadOnlyList<KeySlot> Read(KeySetId keySet, List<RepositoryException> damages)
    {
        try
        {
            var slots = new List<KeySlot>();
            foreach (var entry in _store.List(RepositoryNames.KeyPrefix, recursive: false))
            {
                if (TryRead(entry.Key, damages) is { } slot && slot.Section.KeySetId == keySet)
                {
                    slots.Add(slot);
                }
            }

            return [.. slots.OrderBy(slot => slot.Header.Created).ThenBy(slot => slot.Id.Value)];
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    /// <summary>
    /// The slot that a secret opens, or null. Slots that somebody made up may cost seconds each: those that cost least are tried first,
    /// until all together would take more than <see cref="IterationsMax"/>.
    /// </summary>
    /// <param name="slots">The slots.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="untriedCount">Slots that were left out because they cost too much.</param>
    /// <param name="iterationsMax">How much is too much.</param>
    public static (KeySlot Slot, RepositoryKeys Keys)? TryOpen(
        IReadOnlyList<KeySlot> slots, KeySecret secret, out int untriedCount, long iterationsMax = IterationsMax)
    {
        var left = iterationsMax;
        untriedCount = 0;
        foreach (var slot in slots.Where(slot => slot.Section.Derivation == secret.Derivation).OrderBy(slot => slot.Section.Iterations))
        {
            left -= slot.Section.Iterations;
            if (left < 0)
            {
                untriedCount++;
            }
            else if (slot.TryOpen(secret, out var keys))
            {
                return (slot, keys);
            }
        }

        return null;
    }

    /// <summary>Makes a slot durable.</summary>
    public void Add(KeySlot slot)
    {
        var bytes = new byte[FileHeader.Size];
        slot.Header.Encode(bytes);
        try
        {
            _store.PutIfAbsent(RepositoryNames.KeySlot(slot.Id), bytes);
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    /// <summary>
    /// Removes a slot, durably: who has only what opened it cannot read the archive any more, unless he kept a copy. A slot that a power
    /// cut brought back would let him in again, unseen.
    /// </summary>
    public void Remove(KeySlot slot)
    {
        try
        {
            _store.Delete(RepositoryNames.KeySlot(slot.Id), isDurable: true);
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    private KeySlot? TryRead(ObjectKey key, List<RepositoryException> damages)
    {
        try
        {
            var header = KeySlotFile.Decode(WholeObject.Read(_store, key, WholeObject.FixedSizeMax));
            header.ExpectRepository(_repository);
            if (RepositoryNames.KeySlot(header.FileId) != key)
            {
                throw new ArchiveFormatException(FormatError.BadIdentity, "file header", 0, $"it is slot {header.FileId}");
            }

            return new KeySlot(header);
        }
        catch (ObjectException error) when (error.Error == ObjectError.NotFound)
        {
            // Removed since it was listed.
            return null;
        }
        catch (ArchiveFormatException damage)
        {
            damages.Add(RepositoryException.Damage(key.Text, damage));
            return null;
        }
    }
}

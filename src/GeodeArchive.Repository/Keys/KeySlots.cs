using GeodeArchive.Format;
using GeodeArchive.Objects;

namespace GeodeArchive.Repository.Keys;

/// <summary>The key slots of a repository: <c>archive/keys/</c>.</summary>
internal sealed class KeySlots
{
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
    /// Removes a slot, durably: who has only what opened it cannot read the archive any more, unless he kept a copy. A slot that a power cut
    /// brought back would let him in again, unseen.
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

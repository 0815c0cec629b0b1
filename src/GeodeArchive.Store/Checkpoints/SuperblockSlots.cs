using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Store.Files;
using GeodeArchive.Store.Space;

namespace GeodeArchive.Store.Checkpoints;

/// <summary>The superblocks of a catalog.</summary>
internal sealed class SuperblockSlots
{
    private readonly StoreFile _catalog;
    private int _lastSlot;
    private bool _hasFailed;

    /// <summary>The slots of a catalog that was opened, or will be made.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="lastSlot">The slot that was written last; 0 if none was.</param>
    internal SuperblockSlots(StoreFile catalog, int lastSlot)
    {
        _catalog = catalog;
        _lastSlot = lastSlot;
    }

    /// <summary>
    /// In turn; but after a failure the same again, with a new superblock: so no crash finds two slots that are only half written.
    /// </summary>
    internal int NextSlot => _hasFailed ? _lastSlot : (_lastSlot % StoreLimits.SuperblockCount) + 1;

    /// <summary>Reads all slots.</summary>
    /// <returns>The valid superblocks, newest first, and how many slots are damaged.</returns>
    internal static (List<Superblock> Valid, List<ArchiveFormatException> Damages) Read(IPageDevice device, StoreFileHeader header)
    {
        var valid = new List<Superblock>();
        var damages = new List<ArchiveFormatException>();
        var page = new byte[StoreLimits.PageSize];
        for (var slot = 1; slot <= StoreLimits.SuperblockCount; slot++)
        {
            try
            {
                // A slot that the file is too short for was never written.
                if (!device.TryRead(new PageNumber(slot), page) || !page.AsSpan().ContainsAnyExcept((byte)0))
                {
                    continue;
                }

                var superblock = Superblock.Decode(page, slot);
                if (superblock.DatabaseId != header.DatabaseId || superblock.CatalogFileId != header.FileId)
                {
                    throw new ArchiveFormatException(
                        FormatError.BadIdentity,
                        "superblock",
                        new PageNumber(slot).Offset,
                        "the superblock is of another database or catalog");
                }

                valid.Add(superblock);
            }
            catch (ArchiveFormatException damage)
            {
                damages.Add(damage);
            }
        }

        valid.Sort((left, right) => right.Generation.CompareTo(left.Generation));
        return (valid, damages);
    }

    /// <summary>Commits.</summary>
    /// <exception cref="FileException">It may or may not be found by the next opening.</exception>
    internal void Write(Superblock superblock)
    {
        var page = new byte[StoreLimits.PageSize];
        superblock.Encode(page);
        _lastSlot = superblock.Slot;
        _hasFailed = true;
        _catalog.Device.Write(new PageNumber(superblock.Slot), page);
        _catalog.Device.Sync();
        _hasFailed = false;
    }
}

using GeodeArchive.Format;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Scanning;

/// <summary>The superblocks of a catalog, and which of them an opening of the store would use: see format-spec/store.md.</summary>
internal sealed class SuperblockChoice
{
    private readonly StorePages _catalog;
    private readonly List<Superblock> _valid = [];

    /// <summary>Reads the four slots.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="report">Is told of every check that fails.</param>
    public SuperblockChoice(StorePages catalog, Action<FailedCheck> report)
    {
        _catalog = catalog;
        for (var slot = 1; slot <= StoreLimits.SuperblockCount; slot++)
        {
            ReadSlot(slot, report);
        }

        _valid.Sort((left, right) => right.Generation.CompareTo(left.Generation));
        Choose(report);
    }

    /// <summary>The one that is used; null if the store cannot be opened.</summary>
    public Superblock? Used { get; private set; }

    /// <summary>Why that one, or none.</summary>
    public string Reason { get; private set; } = string.Empty;

    /// <summary>Damaged slots.</summary>
    public int DamageCount { get; private set; }

    /// <summary>Whether a slot was never written.</summary>
    public static bool IsUnused(ReadOnlySpan<byte> page) => !page.ContainsAnyExcept((byte)0);

    private void ReadSlot(int slot, Action<FailedCheck> report)
    {
        var page = _catalog.Read(new PageNumber(slot));
        if (IsUnused(page))
        {
            return;
        }

        try
        {
            var superblock = Superblock.Decode(page, slot);
            var header = _catalog.Header;
            if (header is not null && (superblock.DatabaseId != header.DatabaseId || superblock.CatalogFileId != header.FileId))
            {
                throw new ArchiveFormatException(
                    FormatError.BadIdentity,
                    "superblock",
                    new PageNumber(slot).Offset,
                    "the superblock is of another database or catalog");
            }

            _valid.Add(superblock);
        }
        catch (ArchiveFormatException damage)
        {
            DamageCount++;
            report(FailedCheck.From(damage) with { Detail = $"slot {slot}: {damage.Detail}" });
        }
    }

    private void Choose(Action<FailedCheck> report)
    {
        if (_valid.Count == 0)
        {
            Reason = "no slot holds a valid superblock";
            if (DamageCount == 0)
            {
                report(new FailedCheck(FormatError.BadReference, "superblock", new PageNumber(1).Offset, Reason));
            }

            return;
        }

        if (DamageCount > 1)
        {
            Reason = $"{DamageCount} slots are damaged, and the newest superblocks may have been in them";
            return;
        }

        var newest = _valid[0];
        var fallen = DamageCount > 0 ? "; a slot is damaged, so the database goes on in a new incarnation" : string.Empty;
        if (CanRead(newest, report))
        {
            Used = newest;
            Reason = $"it is valid, and of the highest generation, {newest.Generation}{fallen}";
            return;
        }

        var before = _valid.Find(other => other.Generation == newest.PreviousGeneration);
        if (before is null || !CanRead(before, report))
        {
            Reason = $"the catalog of slot {newest.Slot} cannot be read, and neither can that of generation {newest.PreviousGeneration} "
                + "before it";
            return;
        }

        Used = before;
        Reason = $"the catalog of slot {newest.Slot}, generation {newest.Generation}, cannot be read, and this is the one before it; "
            + "the database goes on in a new incarnation";
    }

    private bool CanRead(Superblock superblock, Action<FailedCheck> report) =>
        new StoreTreeWalk(_catalog, superblock.CatalogFileId, report).Run(superblock.CatalogRoot);
}

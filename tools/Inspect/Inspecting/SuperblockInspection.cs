using GeodeArchive.Format;
using GeodeArchive.Inspect.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>Shows the four superblocks of a catalog, and which of them is used.</summary>
internal static class SuperblockInspection
{
    /// <summary>Shows the superblocks of a catalog.</summary>
    /// <returns>Which of them is used, in words.</returns>
    public static string Run(Inspection inspection)
    {
        var pages = new StorePages(inspection.Source, inspection.Findings.Add);
        StoreFileInspection.CheckName(inspection, pages);
        return Show(inspection, pages);
    }

    /// <summary>Shows the superblocks of a catalog whose header was read.</summary>
    public static string Show(Inspection inspection, StorePages pages)
    {
        var choice = new SuperblockChoice(pages, inspection.Findings.Add);
        for (var slot = 1; slot <= StoreLimits.SuperblockCount; slot++)
        {
            ShowSlot(inspection, pages.Read(new PageNumber(slot)), slot);
        }

        inspection.Findings.Show();
        inspection.Report.Note(
            choice.Used is null ? $"the store cannot be opened: {choice.Reason}" : $"slot {choice.Used.Slot} is used: {choice.Reason}");
        return choice.Used is null ? "no superblock can be used" : $"slot {choice.Used.Slot}, generation {choice.Used.Generation}, is used";
    }

    /// <summary>Shows a slot.</summary>
    public static void ShowSlot(Inspection inspection, ReadOnlySpan<byte> page, int slot)
    {
        if (SuperblockChoice.IsUnused(page))
        {
            inspection.Report.Note($"slot {slot} was never written");
            return;
        }

        var offset = new PageNumber(slot).Offset;
        inspection.Structures.ShowOfStore("superblock", $"of slot {slot}, at {offset}", StructureFields.Superblock, page, offset);
    }
}

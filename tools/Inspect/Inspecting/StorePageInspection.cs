using System.Buffers.Binary;
using GeodeArchive.Format;
using GeodeArchive.Inspect.Rendering;
using GeodeArchive.Inspect.Scanning;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>Shows one page of a store's file: its header, and what is in it.</summary>
internal static class StorePageInspection
{
    private const int ChecksumEnd = 8;

    /// <summary>Shows the page.</summary>
    /// <returns>What it is, in words.</returns>
    public static string Run(Inspection inspection)
    {
        var number = new PageNumber(inspection.Options.Page);
        var pages = new StorePages(inspection.Source, number.Value == 0 ? inspection.Findings.Add : _ => { });
        var isCatalog = StoreFileInspection.IsCatalog(inspection, pages);
        if (number.Value == 0)
        {
            StoreFileInspection.ShowHeader(inspection, pages);
            return "the header of the file";
        }

        var page = pages.Read(number);
        if (number.Offset >= inspection.Source.Length)
        {
            var detail = $"there is no page {number}: the file has {inspection.Source.Length / StoreLimits.PageSize}";
            inspection.Findings.Show();
            inspection.Findings.Miss(detail);
            return detail;
        }

        if (page.Length < StoreLimits.PageSize)
        {
            var detail = $"the file ends before the end of page {number}: it has {inspection.Source.Length / StoreLimits.PageSize}";
            inspection.Findings.Add(new FailedCheck(FormatError.Truncated, "page", number.Offset, detail));
            inspection.Findings.Show();
        }
        else if (isCatalog && number.Value <= StoreLimits.SuperblockCount)
        {
            return ShowSuperblock(inspection, page, (int)number.Value);
        }
        else if (!page.AsSpan().ContainsAnyExcept((byte)0))
        {
            inspection.Report.Note($"page {number} is nothing but zeros: it was never written");
            return "never written";
        }

        inspection.Structures.ShowOfStore("page", $"{number}, at {number.Offset}", StructureFields.StorePageHeader, page, number.Offset);
        var header = Check(inspection, page, number, pages.Header);
        inspection.Findings.Show();
        return header is { } known
            ? StoreContentRendering.Show(inspection, page, known, number, isCatalog)
            : "what is in the page cannot be told";
    }

    private static string ShowSuperblock(Inspection inspection, byte[] page, int slot)
    {
        SuperblockInspection.ShowSlot(inspection, page, slot);
        if (SuperblockChoice.IsUnused(page))
        {
            return "never written";
        }

        try
        {
            Superblock.Decode(page, slot);
        }
        catch (ArchiveFormatException damage)
        {
            inspection.Findings.Add(FailedCheck.From(damage));
        }

        inspection.Findings.Show();
        return "a superblock";
    }

    /// <summary>The header, if the content can be shown: where only the sum is wrong, the rest is probably right.</summary>
    private static StorePageHeader? Check(Inspection inspection, byte[] page, PageNumber number, StoreFileHeader? file)
    {
        try
        {
            var header = StorePage.CheckAlone(page, number);
            CheckPlace(inspection, header, number, file);
            return header;
        }
        catch (ArchiveFormatException damage)
        {
            inspection.Findings.Add(FailedCheck.From(damage));
            if (damage.Error != FormatError.BadChecksum)
            {
                return null;
            }
        }

        var copy = page.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(ChecksumEnd - sizeof(uint)), Crc32C.Compute(copy.AsSpan(ChecksumEnd)));
        try
        {
            var header = StorePage.CheckAlone(copy, number);
            CheckPlace(inspection, header, number, file);
            return header;
        }
        catch (ArchiveFormatException damage)
        {
            inspection.Findings.Add(FailedCheck.From(damage));
            return null;
        }
    }

    private static void CheckPlace(Inspection inspection, StorePageHeader header, PageNumber number, StoreFileHeader? file)
    {
        if (header.Page != number)
        {
            var detail = $"page {header.Page} is in the place of page {number}";
            inspection.Findings.Add(new FailedCheck(FormatError.BadIdentity, "page", number.Offset, detail));
        }

        if (file is not null && header.FileId != file.FileId)
        {
            inspection.Findings.Add(new FailedCheck(FormatError.BadIdentity, "page", number.Offset, "the page is of another file"));
        }
    }
}

using GeodeArchive.Format;
using GeodeArchive.Fuzz.Mutating;
using GeodeArchive.Fuzz.Samples;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>Footers, pages and fences.</summary>
internal static class SegmentAndIndexTargets
{
    private const uint PageNumber = 3;

    private static readonly FileId File = new(new Id128(21, 22));

    public static IEnumerable<FuzzTarget> All => [SegmentFooterTarget, IndexFooterTarget, Page, DecryptedPage, Fences, Filter];

    private static FuzzTarget SegmentFooterTarget => new()
    {
        Name = "segment-footer",
        Covers = [$"{nameof(SegmentFooter)}.{nameof(SegmentFooter.Decode)}"],
        MakeSamples = () => [.. SampleArchives.Segments.Select(FooterOf), LongFooter()],
        Fields = StructureFields.SegmentFooter,
        Run = input =>
        {
            var footer = SegmentFooter.Decode(input, -1);
            RoundTrip.Demand(footer.PlainSize > 0 && footer.EndOfBlocks > FileHeader.Size, "a footer of nothing");
            return RoundTrip.Check(input, Encode(footer.Encode));
        },
    };

    private static FuzzTarget IndexFooterTarget => new()
    {
        Name = "index-footer",
        Covers = [$"{nameof(IndexFooter)}.{nameof(IndexFooter.Decode)}"],
        MakeSamples = () =>
        [
            .. SampleArchives.Indexes.Select(FooterOf),
            Encode(new IndexFooter(3_000_000_000, default, [Segment(1), Segment(9)]).Encode),
        ],
        Fields = StructureFields.IndexFooter,
        Run = input => RoundTrip.Check(input, Encode(IndexFooter.Decode(input, -1).Encode)),
    };

    private static FuzzTarget Page => new()
    {
        Name = "index-page",
        Covers = [$"{nameof(IndexPage)}.{nameof(IndexPage.Decode)}"],
        MakeSamples = () => Pages,
        Fields = StructureFields.IndexPage,
        Repair = (input, _) =>
        {
            ChecksumRepair.IndexPage(input);
            return input;
        },
        Run = input => RunPage(input, IndexPage.Decode(input, PageNumber, File)),
    };

    private static FuzzTarget DecryptedPage => new()
    {
        Name = "index-page-decrypted",
        Covers = [$"{nameof(IndexPage)}.{nameof(IndexPage.DecodeDecrypted)}"],
        MakeSamples = () => Pages,
        Fields = StructureFields.IndexPage,
        Run = input =>
        {
            // The tag in the place of the sum was checked when the page was decrypted.
            var page = IndexPage.DecodeDecrypted(input, PageNumber, File);
            ChecksumRepair.IndexPage(input);
            return RunPage(input, page);
        },
    };

    private static FuzzTarget Fences => new()
    {
        Name = "index-fences",
        MakeSamples = () => [new byte[8], [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0xFF, 0, 0, 0, 0, 0, 0, 0]],
        Run = input =>
        {
            IndexFences.Check(input, input.Length / IndexFences.FenceSize, FileHeader.Size);
            RoundTrip.Demand(input.Length % IndexFences.FenceSize == 0, "a part of a fence was accepted");
            if (input.Length > 0)
            {
                var prefix = new ChunkPrefix(new Id128(IndexFences.FenceAt(input, 0), 1));
                var first = IndexFences.FirstPageFor(input, prefix);
                RoundTrip.Demand(first >= 0 && first < input.Length / IndexFences.FenceSize, "a page that there is not");
            }

            return true;
        },
    };

    /// <summary>Ids that may be made up, 16 bytes each, in a filter of a group; then the same bytes as slots.</summary>
    private static FuzzTarget Filter => new()
    {
        Name = "index-filter",
        MakeSamples = () => [new byte[16], [.. Enumerable.Range(0, 1600).Select(i => (byte)(i * i / 7))]],
        Run = input =>
        {
            var prefixes = Enumerable.Range(0, input.Length / ChunkPrefix.Size).Select(i => ChunkPrefix.Read(input.AsSpan(i * ChunkPrefix.Size)));
            if (!prefixes.Any())
            {
                return false;
            }

            var builder = new IndexFilterBuilder(IndexFilter.GroupEntryCountMax);
            foreach (var prefix in prefixes)
            {
                builder.Add(prefix);
            }

            var slots = builder.Finish();
            RoundTrip.Demand(slots.Length == IndexFilter.SizeFor(input.Length / ChunkPrefix.Size), "another size than an index would say");
            foreach (var prefix in prefixes)
            {
                RoundTrip.Demand(IndexFilter.MayContain(slots, prefix), "a chunk that is there is denied");
                _ = input.Length >= IndexFilter.WindowSize && IndexFilter.MayContain(input, prefix);
            }

            return true;
        },
    };

    private static IReadOnlyList<byte[]> Pages => [PageOf(1), PageOf(7), PageOf(IndexPage.EntryCountMax)];

    private static bool RunPage(byte[] input, IndexPage page)
    {
        var entries = new IndexEntry[page.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = page[i];
            RoundTrip.Demand(page.FindFirst(entries[i].Prefix) <= i, "an entry is not found where it is");
        }

        var encoded = new byte[IndexPage.Size];
        IndexPage.Encode(encoded, PageNumber, File, entries);
        return RoundTrip.Check(input, encoded);
    }

    private static byte[] PageOf(int count)
    {
        var page = new byte[IndexPage.Size];
        var entries = Enumerable.Range(0, count).Select(
            i => new IndexEntry(new ChunkPrefix(new Id128((ulong)i / 3 * 1000, 5)), (uint)i % 3));
        IndexPage.Encode(page, PageNumber, File, entries.ToArray());
        return page;
    }

    private static SegmentId Segment(ulong number) => new(new Id128(0, number));

    /// <summary>The payload of the last block of a segment or index.</summary>
    private static byte[] FooterOf(byte[] file)
    {
        var trailer = Trailer.Decode(file.AsSpan(file.Length - Trailer.Size), file.Length - Trailer.Size);
        return BlockTargets.PlainOf(BlockTargets.BlockAt(file, (int)trailer.FooterOffset));
    }

    private static byte[] LongFooter()
    {
        var blocks = new List<SegmentFooterBlock>();
        var chunks = new List<ChunkDirectoryEntry>();
        long offset = FileHeader.Size;
        for (var i = 1; i <= 5; i++)
        {
            var plainSize = ChunkDirectory.SizeFor(i) + (i * 100);
            blocks.Add(new SegmentFooterBlock(offset, 50 * i, plainSize, i, new Id128((ulong)i << 32, 0)));
            chunks.AddRange(Enumerable.Range(0, i).Select(_ => new ChunkDirectoryEntry(ChunkId.OfPlain([(byte)i]), 100)));
            offset = blocks[^1].End;
        }

        return Encode(new SegmentFooter([.. blocks], [.. chunks]).Encode);
    }

    private static byte[] Encode(Action<FormatWriter> encode)
    {
        var writer = new FormatWriter();
        encode(writer);
        return writer.WrittenSpan.ToArray();
    }
}

using GeodeArchive.Format;
using GeodeArchive.Fuzz.Mutating;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Tests.Format;
using GeodeArchive.Repository.Scanning;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Repository;

/// <summary>A damaged index gives the pages that can still be read, and says what is wrong.</summary>
public sealed class IndexScannerTests
{
    private const int EntryCount = 20_000;
    private const uint PageCount = (EntryCount / IndexPage.EntryCountMax) + 1;

    private static readonly Lazy<byte[]> Sample = new(Make);

    [Fact]
    public void Intact_index_gives_all_entries_and_no_failure()
    {
        Scan scan = Scan.Of(Sample.Value);
        Assert.Empty(scan.Failures);
        Assert.Equal(EntryCount, scan.EntryCount);
        Assert.Equal(PageCount, scan.PageCount);
        Assert.True(scan.IsPagesHashRight);
    }

    [Fact]
    public void Damaged_page_costs_its_own_entries()
    {
        Scan scan = Scan.Of(Flip(IndexPage.OffsetOf(7) + 100));
        Assert.Equal(EntryCount - IndexPage.EntryCountMax, scan.EntryCount);
        Assert.Equal(PageCount, scan.PageCount);
        FailedCheck failure = Assert.Single(scan.Failures);
        Assert.Equal((FormatError.BadChecksum, IndexPage.OffsetOf(7)), (failure.Error, failure.Offset));
    }

    [Fact]
    public void Without_its_end_an_index_gives_all_pages()
    {
        byte[] file = Sample.Value[..^Trailer.Size];
        Scan scan = Scan.Of(file);
        Assert.Equal(EntryCount, scan.EntryCount);
        Assert.Equal(PageCount, scan.PageCount);
        Assert.Single(scan.Failures);
        Assert.Null(scan.IsPagesHashRight);
    }

    [Fact]
    public void Cut_index_gives_the_pages_that_are_whole()
    {
        Scan scan = Scan.Of(Sample.Value[..((int)IndexPage.OffsetOf(10) + 500)]);
        Assert.Equal(10 * IndexPage.EntryCountMax, scan.EntryCount);
        Assert.Contains(scan.Failures, failure => failure.Error == FormatError.BadMagic);
    }

    [Fact]
    public void Entry_that_the_filter_does_not_know_is_named()
    {
        // Some slots in the middle of the filter are others, and all sums are right.
        byte[] file = [.. Sample.Value];
        int filter = (int)IndexPage.OffsetOf(PageCount);
        file.AsSpan(filter + BlockHeader.Size + BlockPayload.PrefixSize + 10_000, IndexFilter.WindowSize).Fill(1);
        ChecksumRepair.Index(file);
        Scan scan = Scan.Of(file);
        Assert.Contains(
            scan.Failures,
            failure => failure.Error == FormatError.BadReference && failure.Offset == filter && failure.Structure == "filter block");
        Assert.False(scan.IsPagesHashRight);
    }

    [Fact]
    public void Filter_that_denies_nothing_is_named()
    {
        byte[] file = [.. Sample.Value];
        int filter = (int)IndexPage.OffsetOf(PageCount);
        file.AsSpan(filter + BlockHeader.Size + BlockPayload.PrefixSize, IndexFilter.SlotCountFor(EntryCount)).Clear();
        ChecksumRepair.Index(file);
        Scan scan = Scan.Of(file);
        Assert.Contains(scan.Failures, failure => failure.Offset == filter && failure.Detail == "the filter of pages 0 to 98 is not that of their entries");
    }

    [Fact]
    public void Fence_that_leads_elsewhere_is_named()
    {
        byte[] file = [.. Sample.Value];
        int fences = (int)BlockHeader.Decode(file.AsSpan((int)IndexPage.OffsetOf(PageCount)), IndexPage.OffsetOf(PageCount)).End;
        file[fences + BlockHeader.Size + BlockPayload.PrefixSize + (5 * IndexFences.FenceSize) + 7] ^= 1;
        ChecksumRepair.Index(file);
        Scan scan = Scan.Of(file);
        Assert.Contains(scan.Failures, failure => failure.Offset == fences && failure.Detail.Contains("page 5", StringComparison.Ordinal));
    }

    [Fact]
    public void Pages_in_the_wrong_place_are_named()
    {
        byte[] file = [.. Sample.Value];
        int at = (int)IndexPage.OffsetOf(3);
        byte[] page = file[at..(at + IndexPage.Size)];
        file.AsSpan(at + IndexPage.Size, IndexPage.Size).CopyTo(file.AsSpan(at));
        page.CopyTo(file, at + IndexPage.Size);
        Scan scan = Scan.Of(file);
        Assert.Equal(
            [(FormatError.BadIdentity, at), (FormatError.BadIdentity, at + IndexPage.Size)],
            scan.Failures.Select(failure => (failure.Error, (int)failure.Offset)));
    }

    private static byte[] Flip(long offset)
    {
        byte[] file = [.. Sample.Value];
        file[offset] ^= 1;
        return file;
    }

    private static byte[] Make()
    {
        SimulatedDisk disk = new(1);
        disk.PutDirectory("/root");
        Machine machine = new(disk, TimeProvider.System, new SeededEntropy(1), new InlineScheduler());
        using LocalObjectStore store = new(machine.Files.OpenDirectory(FilePath.From("/root")), machine.Entropy);
        ArchiveDomain domain = ArchiveDomain.Plain(machine, Samples.RepositoryHeader);
        using IndexWriter writer = new(store, domain, new SessionId(new Id128(2, 2)), EntryCount);
        for (int i = 0; i < EntryCount; i++)
        {
            ulong spread = ulong.MaxValue / EntryCount * (ulong)i;
            writer.Add(new IndexEntry(new ChunkPrefix(new Id128(spread, spread * 0x9E37_79B9_7F4A_7C15)), 0));
        }

        IndexSummary summary = writer.Finish([new SegmentId(new Id128(9, 9))]);
        return disk.ReadFile($"/root/{RepositoryNames.Index(summary.Id)}");
    }

    private sealed record Scan(List<FailedCheck> Failures, long EntryCount, uint PageCount, bool? IsPagesHashRight)
    {
        public static Scan Of(byte[] file)
        {
            List<FailedCheck> failures = [];
            using IndexScanner scanner = new(new MemoryByteSource(file), failures.Add);
            scanner.ReadHeader();
            scanner.ReadTrailer();
            scanner.ReadFooter();
            while (scanner.TryReadPage(out _))
            {
            }

            while (scanner.TryReadBlock(out _))
            {
            }

            return new Scan(failures, scanner.EntryCount, scanner.PageCount, scanner.IsPagesHashRight);
        }
    }
}

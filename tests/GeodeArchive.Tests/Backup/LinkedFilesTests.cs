using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Tests.Backup;

/// <summary>Files with several names take bounded memory, whatever they hold and however many there are.</summary>
public sealed class LinkedFilesTests
{
    private const int SizeMax = 100_000;

    [Fact]
    public void No_more_files_are_kept_than_memory_allows()
    {
        var files = new LinkedFiles(SizeMax);
        var kept = Enumerable.Range(1, 10_000).Count(inode => !files.IsFurtherName(File(inode), out var file) && file is not null);
        Assert.Equal(SizeMax / LinkedFile.SizeLeast, kept);
        Assert.True(files.Size <= SizeMax);
        Assert.False(files.IsFurtherName(File(9_999), out var beyond));
        Assert.Null(beyond);
        Assert.True(files.IsFurtherName(File(1), out _));
    }

    [Fact]
    public void Extended_attributes_count()
    {
        var files = new LinkedFiles(SizeMax);
        for (var inode = 1; inode <= 100; inode++)
        {
            files.IsFurtherName(File(inode), out var file);
            file?.Keep(Entry(10_000));
        }

        Assert.InRange(files.Size, SizeMax / 2, SizeMax + 20_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_met_under_all_names_gives_its_memory_back(bool isKeptBefore)
    {
        var files = new LinkedFiles(SizeMax);
        files.IsFurtherName(File(1), out var first);
        if (isKeptBefore)
        {
            first!.Keep(Entry(10_000));
        }

        Assert.True(files.IsFurtherName(File(1), out var again));
        Assert.Same(first, again);
        if (!isKeptBefore)
        {
            first!.Keep(Entry(10_000));
        }

        Assert.Equal(0, files.Size);
        Assert.Single(again!.Attributes);
    }

    private static FileMetadata File(int inode) => new()
    {
        Kind = FileKind.Regular,
        Device = 1,
        Inode = (ulong)inode,
        LinkCount = 2,
        Size = 1,
    };

    private static TreeEntry Entry(int attributeSize) => new()
    {
        Name = "a"u8.ToArray(),
        Kind = EntryKind.File,
        Mode = 0,
        Content = FileContent.Inline([]),
        Attributes = [new TreeAttribute("user.a"u8.ToArray(), new byte[attributeSize])],
    };
}

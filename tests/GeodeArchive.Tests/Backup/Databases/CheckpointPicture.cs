using GeodeArchive.Format;
using GeodeArchive.Store;

namespace GeodeArchive.Tests.Backup.Databases;

/// <summary>All that a checkpoint is: its superblock, whichever slot it is in, and every page that it uses, with the header of each file.</summary>
internal sealed class CheckpointPicture
{
    private readonly SortedDictionary<string, byte[]> _pages = new(StringComparer.Ordinal);

    private CheckpointPicture(Superblock superblock) => Superblock = superblock with { Slot = 1 };

    public Superblock Superblock { get; }

    public int PageCount => _pages.Count;

    public static CheckpointPicture Of(TreeStore store)
    {
        using var checkpoint = store.OpenLastCheckpoint();
        return Of(checkpoint);
    }

    public static CheckpointPicture Of(StoreCheckpoint checkpoint)
    {
        var picture = new CheckpointPicture(checkpoint.Superblock);
        foreach (var graph in checkpoint.Graphs.Keys.Prepend(default))
        {
            var file = checkpoint.OpenFile(graph);
            var header = new byte[StoreLimits.PageSize];
            file.Read(default, header);
            picture._pages.Add($"{file.Name}:0", header);
            for (var walk = file.Walk(Generation.None); walk.MoveNext();)
            {
                picture._pages.Add($"{file.Name}:{walk.Pointer.Page}", walk.Bytes.ToArray());
            }
        }

        return picture;
    }

    /// <summary>Compares page by page.</summary>
    public void AssertEqual(CheckpointPicture other)
    {
        Assert.Equal(Superblock, other.Superblock);
        Assert.Equal(_pages.Keys, other._pages.Keys);
        foreach (var (place, page) in _pages)
        {
            Assert.True(page.AsSpan().SequenceEqual(other._pages[place]), $"{place} differs");
        }
    }
}

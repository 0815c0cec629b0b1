using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Reading;
using GeodeArchive.Tests.Repository;

namespace GeodeArchive.Tests.Backup;

/// <summary>Trees whose nodes are intact and contradict each other: what a hostile writer may have made.</summary>
public sealed class TreeReaderTests
{
    private const int Mebi = 1 << 20;
    private const long Half = 1L << 62;

    [Fact]
    public void A_name_that_two_leaves_of_a_directory_hold_is_damage() =>
        AssertDamage(FormatError.BadOrder, made => Inner(made, ["a", "c"], ["b", "c"], Child("a", 2), Child("b", 2)));

    [Theory]
    [InlineData("a", 2, "c", 3)]
    [InlineData("a", 1, "c", 2)]
    [InlineData("a", 2, "d", 2)]
    [InlineData("a", 2, "c", long.MaxValue - 2)]
    public void A_directory_leaf_that_is_not_what_the_node_above_says_is_damage(string first, long count, string second, long secondCount) =>
        AssertDamage(
            FormatError.BadReference, made => Inner(made, ["a", "b"], ["c", "e"], Child(first, count), Child(second, secondCount)));

    [Fact]
    public void A_directory_of_another_number_of_entries_is_damage() => AssertDamage(FormatError.BadReference, made =>
    {
        var directory = made.Directory(MadeUpBackup.Entry("a"));
        return directory with { Directory = directory.Directory! with { EntryCount = 2 } };
    });

    [Fact]
    public void Leaves_whose_lengths_sum_beyond_the_largest_are_damage() => AssertDamage(FormatError.BadReference, made =>
    {
        // Each node is valid alone: the leaf holds 2^62 bytes twice over, and the node above says one byte each.
        var leaf = Leaf(made, Half);
        return FileOf(made, 2, Node(made, 1, (leaf, 1), (leaf, 1)), depth: 1);
    });

    [Fact]
    public void Inner_nodes_whose_lengths_sum_beyond_the_largest_are_damage() => AssertDamage(FormatError.BadReference, made =>
    {
        var leaf = Leaf(made, Half - 1);
        var inner = Node(made, 1, (leaf, Half - 1), (leaf, Half - 1));
        return FileOf(made, 8, Node(made, 2, (inner, 4), (inner, 4)), depth: 2);
    });

    [Fact]
    public void A_leaf_of_more_bytes_than_the_file_is_damage_before_anything_is_read_of_it() =>
        AssertDamage(FormatError.BadReference, made => FileOf(made, 1, Leaf(made, Half), depth: 0));

    [Fact]
    public void Sizes_that_sum_beyond_the_largest_do_not_wrap() => SimulatedRepository.Run(1, (machine, repository) =>
    {
        var wrapped = unchecked(5 * Half);
        using (var made = new MadeUpBackup(repository))
        {
            TreeEntry[] files = [.. "abcde".Select(name =>
                MadeUpBackup.File(name.ToString(), Half, FileContent.Inline([Extent.Hole(Half)])))];
            made.Commit(made.Directory(files), fileCount: 5, logicalSize: wrapped);
        }

        var damages = new ArchiveProgram(machine.Machine, SimulatedRepository.Root).Verify(MadeUpBackup.Name).Damages;
        Assert.Contains($"5 files, 1 directories, 0 others and {long.MaxValue} bytes", Assert.Single(damages).Message, StringComparison.Ordinal);
    });

    private static void AssertDamage(FormatError error, Func<MadeUpBackup, TreeEntry> make) =>
        SimulatedRepository.Run(1, (machine, repository) =>
        {
            TreeEntry root;
            using (var made = new MadeUpBackup(repository))
            {
                root = make(made);
                made.Commit(root, fileCount: 1, logicalSize: 1);
                var index = ChunkIndex.Open(repository.Store, repository.Machine.Scheduler, repository.State, made.Catalog);
                using var chunks = new ChunkReader(repository.Store, machine.Machine.Scheduler, index, Mebi);
                Check(error, Assert.Throws<RepositoryException>(() => ReadAll(new TreeReader(chunks, index), root)));
            }

            var program = new ArchiveProgram(machine.Machine, SimulatedRepository.Root);
            var found = program.Verify(MadeUpBackup.Name).Damages;
            Check(error, Assert.Single(found));
            Assert.Contains("needed by ", found[0].Message, StringComparison.Ordinal);
            var failure = Assert.Throws<RepositoryException>(() => program.Restore(MadeUpBackup.Name, "/target"));
            Check(error, failure);
            Assert.Contains("needed by ", failure.Message, StringComparison.Ordinal);
        });

    private static void ReadAll(TreeReader reader, TreeEntry root)
    {
        foreach (var entry in reader.ReadDirectory(root.Directory!))
        {
            if (entry.Kind == EntryKind.File)
            {
                Assert.True(reader.ReadExtents(entry).Sum(extent => extent.Length) == entry.Size, "what is read must sum to the size");
            }
        }
    }

    /// <summary>The damage is named by the segment and block that the node is in.</summary>
    private static void Check(FormatError error, RepositoryException failure)
    {
        Assert.Equal(error, failure.DamageKind);
        Assert.StartsWith(RepositoryNames.SegmentPrefix, failure.DamagedKey, StringComparison.Ordinal);
        Assert.True(failure.DamagedOffset > 0);
    }

    private static TreeEntry Inner(MadeUpBackup made, string[] first, string[] second, DirectoryChild firstChild, DirectoryChild secondChild)
    {
        var inner = made.Put(new DirectoryInner(
            1, [firstChild with { ChunkId = LeafOf(made, first) }, secondChild with { ChunkId = LeafOf(made, second) }]).Encode);
        return MadeUpBackup.Directory(new DirectoryContent(new NodeReference(1, inner), firstChild.EntryCount + secondChild.EntryCount));
    }

    private static ChunkId LeafOf(MadeUpBackup made, string[] names) =>
        made.Put(new DirectoryLeaf([.. names.Select(MadeUpBackup.Entry)]).Encode);

    private static DirectoryChild Child(string name, long count) => new(MadeUpBackup.NameOf(name), default, count);

    private static ChunkId Leaf(MadeUpBackup made, long length) => made.Put(new ExtentLeaf([Extent.Hole(length)]).Encode);

    private static ChunkId Node(MadeUpBackup made, int depth, params (ChunkId Id, long Length)[] children) =>
        made.Put(new ExtentInner(depth, [.. children.Select(child => new ExtentChild(child.Id, child.Length))]).Encode);

    private static TreeEntry FileOf(MadeUpBackup made, long size, ChunkId root, int depth) =>
        made.Directory(MadeUpBackup.File("file", size, FileContent.Tree(new NodeReference(depth, root))));
}

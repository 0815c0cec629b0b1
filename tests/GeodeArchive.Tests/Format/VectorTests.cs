using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>The vectors of the specification: they are as this code makes them, and this code says of them what they say.</summary>
public sealed class VectorTests
{
    // A log is made of pages of 4 KiB.
    private const int VectorSizeMax = 28 << 10;

    // A page of a store has 16 KiB, and headers and superblocks have their sum at the end, so that nothing of them can be left out.
    private const int TotalSizeMax = 1088 << 10;

    private static readonly string Root = Path.Combine(SpecificationFolder.Root, "vectors");

    public static TheoryData<string> ValidNames => [.. Vectors.All.Where(vector => vector.Failure is null).Select(vector => vector.Name)];

    /// <summary>
    /// Nodes and rows have no sums of their own: they are checked against their chunks' ids, or with their pages. A log that ends earlier is a log: see <see
    /// cref="WholeLogTests"/>.
    /// </summary>
    public static TheoryData<string> FileNames =>
    [
        .. from vector in Vectors.All
           where vector.Failure is null && vector.Question.Kind is not ("node" or "wal") && !WholeStore.RowKinds.Contains(vector.Question.Kind)
           select vector.Name,
    ];

    public static TheoryData<string> StoreNames =>
    [
        .. from vector in Vectors.All
           where vector.Failure is null && (WholeStore.PageKinds.Contains(vector.Question.Kind) || WholeStore.RowKinds.Contains(vector.Question.Kind))
           select vector.Name,
    ];

    public static TheoryData<string> InvalidNames =>
        [.. Vectors.All.Where(vector => vector.Failure is not null).Select(vector => vector.Name)];

    [Fact]
    public void The_files_are_as_the_code_makes_them()
    {
        Dictionary<string, byte[]> expected = [];
        foreach (Vector vector in Vectors.All)
        {
            expected.Add($"{vector.Folder}/{vector.Name}.bin", vector.Bytes);
            expected.Add($"{vector.Folder}/{vector.Name}.json", Samples.Text(vector.Expectation()));
        }

        if (Environment.GetEnvironmentVariable("UPDATE_VECTORS") == "1")
        {
            Update(expected);
        }

        IEnumerable<string> files = Directory.EnumerateFiles(Root, "*.bin", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'));
        IEnumerable<string> names = expected.Keys.Where(name => name.EndsWith(".bin", StringComparison.Ordinal));
        Assert.Equal(names.Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        foreach ((string name, byte[] bytes) in expected)
        {
            Assert.True(bytes.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Root, name))), $"{name} is not as the code makes it");
        }
    }

    [Theory]
    [MemberData(nameof(ValidNames))]
    public void A_valid_vector_is_read_to_its_end(string name)
    {
        Vector vector = Named(name);
        byte[] bytes = File.ReadAllBytes(Path.Combine(Root, vector.Folder, name + ".bin"));
        Assert.NotEmpty(WholeFile.Read(vector.Question, bytes));
    }

    [Theory]
    [MemberData(nameof(InvalidNames))]
    public void An_invalid_vector_is_refused_by_name_and_place(string name)
    {
        Vector vector = Named(name);
        byte[] bytes = File.ReadAllBytes(Path.Combine(Root, vector.Folder, name + ".bin"));
        ArchiveFormatException failure = Assert.Throws<ArchiveFormatException>(() => WholeFile.Read(vector.Question, bytes));
        Assert.Equal(vector.Failure, failure.Error);
        Assert.Equal(vector.Offset ?? -1, failure.Offset);
    }

    [Theory]
    [MemberData(nameof(StoreNames))]
    public void A_valid_vector_of_a_store_is_encoded_to_the_same_bytes(string name)
    {
        Vector vector = Named(name);
        Assert.Equal(vector.Bytes, WholeStore.Encode(vector.Question, vector.Bytes));
    }

    [Theory]
    [MemberData(nameof(FileNames))]
    public void Every_flipped_bit_of_a_valid_file_is_refused(string name)
    {
        Vector vector = Named(name);
        byte[] bytes = [.. vector.Bytes];

        // Of a page of a store, which is one sum from start to end, not each bit.
        int step = WholeStore.PageKinds.Contains(vector.Question.Kind) ? 17 : 1;
        for (int bit = 0; bit < bytes.Length * 8; bit += bit < 8 * 600 || bit > 8 * 4000 ? step : 61)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<ArchiveFormatException>(() => WholeFile.Read(vector.Question, bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Every_named_failure_has_a_vector() => Assert.Equal(
        Enum.GetValues<FormatError>(),
        Vectors.All.Where(vector => vector.Failure is not null).Select(vector => vector.Failure!.Value).Distinct().Order());

    [Fact]
    public void Vectors_are_small()
    {
        Assert.All(Vectors.All, vector => Assert.InRange(vector.Bytes.Length, 1, VectorSizeMax));
        Assert.InRange(Vectors.All.Sum(vector => vector.Bytes.Length), 1, TotalSizeMax);
    }

    private static Vector Named(string name) => Vectors.All.Single(vector => vector.Name == name);

    private static void Update(Dictionary<string, byte[]> expected)
    {
        foreach (string folder in (string[])["valid", "invalid"])
        {
            Directory.CreateDirectory(Path.Combine(Root, folder));
            foreach (string path in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.bin"))
            {
                File.Delete(path);
                File.Delete(Path.ChangeExtension(path, ".json"));
            }
        }

        foreach ((string name, byte[] bytes) in expected)
        {
            File.WriteAllBytes(Path.Combine(Root, name), bytes);
        }
    }
}

namespace GeodeArchive.EndToEnd.Tests;

/// <summary>The small store whose pages are vectors of the specification.</summary>
internal static class SampleStore
{
    public const int PageSize = 16384;

    /// <summary>Puts the two files into a data directory.</summary>
    public static void Put(string directory)
    {
        Directory.CreateDirectory(Path.Combine(directory, "graphs"));
        Write(
            Path.Combine(directory, "catalog"),
            ["store-header-catalog", null, "superblock", null, null, null, null, "store-leaf-catalog", "store-space-catalog"]);
        Write(
            Path.Combine(directory, "graphs", "00000001"),
            [
                "store-header", "store-space", "store-leaf", "store-leaf-indexes", "store-inner", "store-overflow-pointers", "store-overflow-full",
                "store-overflow",
            ]);
    }

    /// <summary>Changes a byte.</summary>
    public static void Damage(string path, long offset)
    {
        using FileStream file = new(path, FileMode.Open);
        file.Position = offset;
        int value = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(value ^ 1));
    }

    private static void Write(string path, string?[] pages)
    {
        using FileStream file = File.Create(path);
        foreach ((int number, string? name) in pages.Index())
        {
            // A vector may leave out the zeros that a page ends with.
            file.Write(name is null ? [] : File.ReadAllBytes(Path.Combine(PublishedProgram.RepositoryRoot, "format-spec/vectors/valid", name + ".bin")));
            file.SetLength((number + 1) * PageSize);
            file.Position = file.Length;
        }
    }
}

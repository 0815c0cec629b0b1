using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>The files of the store that a file is part of: a catalog, or one of the files in the folder of graphs beside it.</summary>
/// <param name="files">Where.</param>
/// <param name="path">The file.</param>
internal sealed class StoreFolder(IFileSystem files, FilePath path)
{
    private static readonly FileName CatalogName = FileName.From("catalog");
    private static readonly FileName GraphsName = FileName.From("graphs");

    /// <summary>The catalog in a data directory.</summary>
    public static FilePath CatalogIn(FilePath directory) => directory.Append(CatalogName);

    /// <summary>Opens the catalog that names the graph's file.</summary>
    /// <exception cref="FileException">It cannot be opened.</exception>
    public IFile OpenCatalogBeside() => OpenedFile.Open(files, FilePath.From([.. path.Parent.Bytes, .. "/../catalog"u8]));

    /// <summary>Opens the file of a graph that the catalog names.</summary>
    /// <exception cref="FileException">It cannot be opened.</exception>
    public IFile OpenGraph(GraphId number) =>
        OpenedFile.Open(files, path.Parent.Append(GraphsName).Append(FileName.From(number.ToString())));
}

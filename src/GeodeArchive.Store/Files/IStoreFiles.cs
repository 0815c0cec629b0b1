using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Store.Files;

/// <summary>The files of a store, by what they are. Throws <see cref="FileException"/>.</summary>
public interface IStoreFiles : IDisposable
{
    /// <summary>Opens the catalog. <see cref="FileError.NotFound"/> if there is no store.</summary>
    IPageDevice OpenCatalog();

    /// <summary>Makes a catalog that <see cref="OpenCatalog"/> does not find before <see cref="PublishCatalog"/>.</summary>
    IPageDevice CreateCatalog();

    /// <summary>Gives the catalog that was made its name, durably. <see cref="FileError.Exists"/> if there is a store.</summary>
    void PublishCatalog();

    /// <summary>Opens a graph's file, by its number.</summary>
    IPageDevice OpenGraph(GraphId fileNumber);

    /// <summary>Makes a graph's file; one that is left of an unfinished attempt is emptied.</summary>
    IPageDevice CreateGraph(GraphId fileNumber);

    /// <summary>Makes the names of the graphs' files durable.</summary>
    void SyncGraphNames();

    /// <summary>Deletes a graph's file, if it is there.</summary>
    void DeleteGraph(GraphId fileNumber);

    /// <summary>The numbers of the files of graphs that there are.</summary>
    IReadOnlyList<GraphId> ListGraphs();
}

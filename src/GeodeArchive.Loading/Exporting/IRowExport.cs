using GeodeArchive.Format;

namespace GeodeArchive.Loading.Exporting;

/// <summary>Writes rows into a file.</summary>
internal interface IRowExport
{
    /// <summary>Begins a file of nodes.</summary>
    void BeginNodes();

    /// <summary>Begins a file of relationships.</summary>
    void BeginRelationships();

    /// <summary>Writes a node.</summary>
    void Write(long id, NodeRecord node);

    /// <summary>Writes a relationship.</summary>
    void Write(long id, RelationshipRecord relationship);
}

using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Reads the structures of a store that have a place of their own, says what is in them, and writes them again.</summary>
internal static class WholeStore
{
    public static readonly string[] PageKinds = ["store-header", "superblock", "store-page"];

    public static readonly string[] RowKinds = ["catalog-row", "graph-row", .. DatabaseText.Kinds];

    public static JsonObject Read(VectorQuestion question, byte[] bytes)
    {
        byte[] whole = Whole(question, bytes);
        switch (question.Kind)
        {
            case "store-header":
                StoreFileHeader header = StoreFileHeader.Decode(whole);
                header.ExpectFile(question.File!.Value);
                return StoreText.Header(header);
            case "superblock":
                return StoreText.Superblock(Superblock.Decode(whole, (int)question.Number!.Value.Value));
            case "store-page":
                return ReadPage(question, whole);
            case "catalog-row":
                return StoreText.CatalogRow(question.Key!, whole);
            case var kind when DatabaseText.Kinds.Contains(kind):
                return DatabaseText.Read(kind, whole);
            default:
                return StoreText.GraphRow(question.Key!, whole);
        }
    }

    /// <summary>The same again, from what was decoded.</summary>
    public static byte[] Encode(VectorQuestion question, byte[] bytes)
    {
        byte[] whole = Whole(question, bytes);
        switch (question.Kind)
        {
            case "store-header":
                return StoreStructures.Encode(StoreFileHeader.Decode(whole));
            case "superblock":
                return StoreStructures.Encode(Superblock.Decode(whole, (int)question.Number!.Value.Value));
            case "store-page":
                return StorePageSample.Decode(whole).Encode()[..bytes.Length];
            case "catalog-row":
                return EncodeCatalogRow(question.Key!, whole);
            case var kind when DatabaseText.Kinds.Contains(kind):
                return DatabaseText.Encode(kind, whole);
            default:
                return EncodeGraphRow(question.Key!, whole);
        }
    }

    private static byte[] Whole(VectorQuestion question, byte[] bytes)
    {
        byte[] whole = new byte[question.Size ?? bytes.Length];
        bytes.CopyTo(whole, 0);
        return whole;
    }

    private static JsonObject ReadPage(VectorQuestion question, byte[] page)
    {
        PageNumber number = new((long)question.Number!.Value.Value);
        StorePageHeader header = StorePage.CheckAlone(page, number);
        if (header.Page != number)
        {
            ArchiveFormatException.Throw(FormatError.BadIdentity, "page", number.Offset, "another page is in its place");
        }

        if (header.FileId != question.File!.Value)
        {
            ArchiveFormatException.Throw(FormatError.BadIdentity, "page", number.Offset, "the page is of another file");
        }

        return StoreText.Page(header, page);
    }

    private static byte[] EncodeCatalogRow(byte[] key, byte[] value)
    {
        if (CatalogKey.TryReadGraph(key, out _))
        {
            return Samples.Encode(GraphRecord.Decode(value).Encode);
        }

        if (CatalogKey.TryReadRecoveryPoint(key, out _))
        {
            return Samples.Encode(RecoveryPoint.Decode(value).Encode);
        }

        return CatalogKey.TryReadAncestor(key, out _)
            ? Samples.Encode(StoreAncestor.Decode(value).Encode)
            : Samples.Encode(DatabaseRecord.Decode(value).Encode);
    }

    private static byte[] EncodeGraphRow(byte[] key, byte[] value)
    {
        GraphRowKey row = GraphRowKey.Decode(key);
        Assert.Equal(key, row.Encode(new byte[GraphKey.SizeMax]).ToArray());
        return row.Keyspace switch
        {
            GraphKeyspace.Node => Samples.Encode(NodeRecord.Decode(value).Encode),
            GraphKeyspace.Relationship => Samples.Encode(RelationshipRecord.Decode(value).Encode),
            GraphKeyspace.LabelCount or GraphKeyspace.TypeCount => Samples.Encode(writer => writer.WriteCount(GraphIndexValue.DecodeCount(value))),
            GraphKeyspace.Counters => Samples.Encode(GraphCounters.Decode(value).Encode),

            // Numbers of fixed size, and names.
            _ => value,
        };
    }

    public static string Sum(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

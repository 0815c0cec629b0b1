using GeodeArchive.Format;

namespace GeodeArchive.Inspect.Rendering;

/// <summary>
/// The redo records of a log for people, one after the other: what a record ends that began in parts, only those before it say. The log
/// does not look into them, so that what cannot be read here is said, and is no damage to the log.
/// </summary>
internal sealed class RedoText
{
    private long _partSize;

    /// <summary>The fingerprints in a commit record, behind what the log knows of it.</summary>
    public static string OfFingerprints(ReadOnlySpan<byte> body)
    {
        var entries = new List<(GraphId Graph, GraphFingerprint Fingerprint)>();
        try
        {
            CommitFingerprints.Decode(body, -1, entries);
        }
        catch (ArchiveFormatException damage)
        {
            return NotReadable(damage);
        }

        return entries.Count == 0
            ? "no graph changed"
            : string.Join(", ", entries.Select(entry => $"graph {entry.Graph.Value} has fingerprint {entry.Fingerprint}"));
    }

    /// <summary>The next record.</summary>
    public string Of(LogRecordType type, ReadOnlySpan<byte> body)
    {
        try
        {
            return Describe(RedoRecord.Decode(type, body));
        }
        catch (ArchiveFormatException damage)
        {
            return NotReadable(damage);
        }
    }

    private static string NotReadable(ArchiveFormatException damage) =>
        $"not readable: {FormatErrorNames.Name(damage.Error)}: {damage.Detail} ({damage.Structure})";

    private string Describe(RedoRecord record)
    {
        if (record.Type == RedoType.Part)
        {
            _partSize += record.Bytes.Length;
            return $"a part of a row, {CountText.Of(record.Bytes.Length, "byte")}";
        }

        var partSize = _partSize;
        _partSize = 0;
        var graph = $"graph {record.Graph.Value}";
        return record.Type switch
        {
            RedoType.GraphCreated => $"{graph} is created, {RowText.OfName(record.Bytes)}",
            RedoType.GraphDropped => $"{graph} is dropped",
            RedoType.Name => $"{graph}, {Names.Of(record.Kind)} {record.Id} is {RowText.OfName(record.Bytes)}",
            RedoType.RecoveryPoint => $"recovery point {RowText.OfName(record.Bytes)}",
            RedoType.NodeDeleted => $"{graph}, node {record.Id} is deleted",
            RedoType.RelationshipDeleted => $"{graph}, relationship {record.Id} is deleted",
            RedoType.Node => $"{graph}, node {record.Id}: {Row(record, partSize)}",
            _ => $"{graph}, relationship {record.Id}: {Row(record, partSize)}",
        };
    }

    private static string Row(RedoRecord record, long partSize) => partSize > 0
        ? $"the end of a row of {CountText.Of(partSize + record.Bytes.Length, "byte")}"
        : record.Type == RedoType.Node ? RowText.OfNode(record.Bytes) : RowText.OfRelationship(record.Bytes);
}

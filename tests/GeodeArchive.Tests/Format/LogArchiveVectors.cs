using GeodeArchive.Format;
using GeodeArchive.Fuzz.Mutating;
using GeodeArchive.Fuzz.Samples;
using F = GeodeArchive.Format.LogObjectFooterLayout;

namespace GeodeArchive.Tests.Format;

/// <summary>The vectors of a WAL archive.</summary>
internal static class LogArchiveVectors
{
    private static readonly VectorQuestion AskArchive = new("wal-archive");
    private static readonly VectorQuestion AskObject = new("wal-object");

    private static readonly VectorQuestion AskCovered =
        new("wal-covered") { File = new FileId(SampleLogObjects.Covered.TimelineId.Value) };

    private static readonly byte[] Covered = SampleLogObjects.Encode(SampleLogObjects.Covered);

    private static readonly byte[] First = SampleLogObjects.Objects[0];

    private static readonly byte[] Last = SampleLogObjects.Objects[1];

    public static IEnumerable<Vector> Valid =>
    [
        new Vector("wal-archive", AskArchive, SampleLogObjects.ArchiveFile),
        new Vector("wal-object-first", AskObject, First),
        new Vector("wal-object-last-of-group", AskObject, Last),
        new Vector("wal-object-next-group", AskObject, SampleLogObjects.Objects[2]),
        new Vector("wal-covered", AskCovered, Covered),
    ];

    public static IEnumerable<Vector> Invalid => [.. Files(), .. Objects()];

    private static IEnumerable<Vector> Files()
    {
        byte[] archive = [.. SampleLogObjects.ArchiveFile];
        archive[LogArchiveSectionLayout.GroupSizeOffset] = 0;
        ChecksumRepair.FileHeader(archive);
        yield return Bad("wal-archive-bad-value", AskArchive, FormatError.BadValue, 0, "group_size is 0", archive);
        yield return Bad(
            "wal-archive-trailing-bytes", AskArchive, FormatError.TrailingBytes, 4096, "a byte follows", [.. SampleLogObjects.ArchiveFile, 0]);
        yield return Bad("wal-archive-bad-kind", AskArchive, FormatError.BadKind, 0, "it is a log object", First);
        yield return Bad("wal-covered-bad-checksum", AskCovered, FormatError.BadChecksum, 0, "a bit of lsn is flipped", Flip(Covered, 65));
        yield return Bad("wal-covered-truncated", AskCovered, FormatError.Truncated, 0, "the last byte is missing", Covered[..^1]);
        yield return Bad("wal-covered-trailing-bytes", AskCovered, FormatError.TrailingBytes, 0, "a byte follows", [.. Covered, 0]);
        yield return Note("bad-value", FormatError.BadValue, "time is negative", LogCoveredLayout.TimeOffset + 7, 0x80);
        yield return Note("reserved", FormatError.ReservedNotZero, "a reserved byte is set", LogCoveredLayout.Reserved2Offset, 1);
        yield return Note("bad-identity", FormatError.BadIdentity, "it is of another timeline", LogCoveredLayout.TimelineIdOffset, 9);
        yield return Note("bad-version", FormatError.BadVersion, "the major version is 1", LogCoveredLayout.VersionMajorOffset, 1);
        yield return Note("bad-feature", FormatError.BadFeature, "an incompatible feature", LogCoveredLayout.FeaturesIncompatibleOffset, 1);
    }

    private static IEnumerable<Vector> Objects()
    {
        yield return Bad("wal-object-cut", AskObject, FormatError.BadMagic, First.Length - 1 - Trailer.Size, "the last byte is missing", First[..^1]);
        yield return Bad(
            "wal-object-bad-checksum-records",
            AskObject,
            FormatError.BadChecksum,
            FileHeader.Size,
            "a bit of a record is flipped",
            Flip(First, FileHeader.Size + BlockHeader.Size + 20));
        yield return Footer("granule", FormatError.BadReference, "time_max_before of the second block is another", First, F.TablesOffset + LogObjectBlock.Size + 8);
        yield return Footer("object", FormatError.BadReference, "the footer is of another epoch than the header", First, 48);
        yield return Footer("entry-count", FormatError.Truncated, "there are 257 entries, and room for one", Last, F.EntryCountOffset + 1);
        yield return Footer("groups", FormatError.BadReference, "the group ends elsewhere", Last, F.TablesOffset + (2 * LogObjectBlock.Size) + LogObjectEntry.Size + 48);
        yield return Footer("entry", FormatError.BadReference, "the entry has another root hash than the object before", Last, F.TablesOffset + (2 * LogObjectBlock.Size) + 72);
        yield return Footer("point", FormatError.BadReference, "the XID of the recovery point is not in the object", First, F.TablesOffset + (2 * LogObjectBlock.Size) + 9);
        yield return Footer("reserved", FormatError.ReservedNotZero, "a reserved byte is set", First, F.ReservedOffset);
        yield return Footer("open-name", FormatError.TrailingBytes, "open_name is shorter than what follows the points", Last, F.OpenNameSizeOffset);
    }

    private static Vector Note(string name, FormatError failure, string about, int offset, byte value)
    {
        byte[] bytes = [.. Covered];
        bytes[offset] = value;
        LogRepair.Covered(bytes);
        return Bad("wal-covered-" + name, AskCovered, failure, 0, about, bytes);
    }

    /// <summary>A byte of the footer is another, and its sums are right.</summary>
    private static Vector Footer(string name, FormatError failure, string about, byte[] file, int offset)
    {
        byte[] bytes = [.. file];
        Trailer trailer = Trailer.Decode(bytes.AsSpan(bytes.Length - Trailer.Size), bytes.Length - Trailer.Size);
        int start = (int)trailer.FooterOffset;
        int payload = start + BlockHeader.Size + BlockPayload.PrefixSize;
        bytes[payload + offset] = offset == F.OpenNameSizeOffset ? (byte)(bytes[payload + offset] - 1) : (byte)(bytes[payload + offset] ^ 1);
        BlockHeader header = BlockHeader.Decode(bytes.AsSpan(start), start);
        (header with { PayloadSum = BlockPayload.SumPlain(bytes.AsSpan(start + BlockHeader.Size, header.StoredSize)) }).Encode(bytes.AsSpan(start));
        return Bad("wal-object-footer-" + name, AskObject, failure, start, about, bytes);
    }

    private static byte[] Flip(byte[] bytes, int offset)
    {
        byte[] flipped = [.. bytes];
        flipped[offset] ^= 1;
        return flipped;
    }

    private static Vector Bad(string name, VectorQuestion question, FormatError failure, long offset, string about, byte[] bytes) =>
        new(name, question, bytes) { Failure = failure, Offset = offset, About = about };
}

using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Fuzz.Targets;
using A = GeodeArchive.Format.AccessRecordLayout;

namespace GeodeArchive.Tests.Format;

/// <summary>The vectors of exports and of the access log.</summary>
internal static class ExportVectors
{
    // "archive/repository", 10 bytes; "full-20260125", 11 bytes.
    private const int FirstKey = 2;
    private const int FirstSize = FirstKey + 18;
    private const int FirstHash = FirstSize + 1;
    private const int SecondKey = FirstHash + Hash256.Size + 1;

    private static readonly VectorQuestion AskExport = new("export") { Repository = SampleExports.Repository, File = SampleExports.FileId };
    private static readonly VectorQuestion AskAccess = new("access") { Repository = SampleExports.Repository };
    private static readonly byte[] Export = SampleExports.File;
    private static readonly byte[] Access = SampleExports.Access.Encode();
    private static readonly int FooterOffset = FileHeader.Size + 10 + 11;

    public static IEnumerable<Vector> Valid =>
    [
        new Vector("export", AskExport, Export),
        new Vector("access", AskAccess, Access),
        new Vector(
            "access-failed",
            AskAccess,
            (SampleExports.Access with { Outcome = AccessOutcome.Failed, ExitCode = 12, SudoUser = "eve", Backups = [] }).Encode()),
    ];

    public static IEnumerable<Vector> Invalid => [.. Exports(), .. Records()];

    private static IEnumerable<Vector> Exports()
    {
        yield return Bad("export-cut", AskExport, FormatError.BadMagic, Export.Length - 1 - Trailer.Size, "the last byte is missing", Export[..^1]);
        yield return Bad(
            "export-bad-checksum-object",
            AskExport,
            FormatError.BadChecksum,
            FileHeader.Size + 10,
            "a bit of the second object is flipped",
            Flip(Export, FileHeader.Size + 15));
        yield return Bad(
            "export-bad-checksum-directory",
            AskExport,
            FormatError.BadChecksum,
            FooterOffset,
            "a bit of the directory is flipped",
            Flip(Export, FooterOffset + BlockHeader.Size + 20));
        yield return Bad("export-bad-checksum-root", AskExport, FormatError.BadChecksum, Export.Length - Trailer.Size, "the root hash is another", Root(Export));
        yield return Directory("size", FormatError.BadReference, "the first object is one byte longer", FirstSize, 11);
        yield return Directory("size-zero", FormatError.BadValue, "the first object is empty", FirstSize, 0);
        yield return Directory("key", FormatError.BadValue, "a component of a key starts with a dot", FirstKey + 8, (byte)'.');
        yield return Directory("key-control", FormatError.BadValue, "a control character in a key", SecondKey, 7);
        yield return Directory("key-size", FormatError.TrailingBytes, "object_count is 1", 0, 1);
        yield return Directory("count", FormatError.Truncated, "object_count is 100", 0, 100);
        yield return Directory("count-zero", FormatError.BadValue, "object_count is 0", 0, 0);
    }

    private static IEnumerable<Vector> Records()
    {
        yield return Bad("access-bad-checksum", AskAccess, FormatError.BadChecksum, 0, "a bit of the user is flipped", Flip(Access, A.TextsOffset + 15));
        yield return Bad("access-truncated", AskAccess, FormatError.Truncated, 0, "only 83 bytes are there", Access[..83]);
        yield return Record("bad-magic", FormatError.BadMagic, "another magic", 3, (byte)'O');
        yield return Record("bad-version", FormatError.BadVersion, "the major version is 1", A.VersionMajorOffset, 1);
        yield return Record("bad-feature", FormatError.BadFeature, "an incompatible feature", A.FeaturesIncompatibleOffset, 1);
        yield return Record("outcome", FormatError.BadValue, "outcome is 4", A.OutcomeOffset, 4);
        yield return Record("outcome-zero", FormatError.BadValue, "outcome is 0", A.OutcomeOffset, 0);
        yield return Record("exit-code", FormatError.BadValue, "exit_code is 100", A.ExitCodeOffset, 100);
        yield return Record("time", FormatError.BadValue, "time is negative", A.TimeOffset + 7, 0x80);
        yield return Record("duration", FormatError.BadValue, "duration is beyond 2^63-1", A.DurationOffset + 7, 0x80);
        yield return Record("user", FormatError.BadValue, "user_id is 2^32", A.UserIdOffset + 4, 1);
        yield return Record("process", FormatError.BadValue, "process_id is beyond 2^63-1", A.ProcessIdOffset + 7, 0x80);
        yield return Record("reserved", FormatError.ReservedNotZero, "a reserved byte is set", A.ReservedOffset, 1);
        yield return Record("text", FormatError.BadValue, "a control character in the host", A.TextsOffset + 1, 7);
        yield return Record("text-size", FormatError.Truncated, "the host is longer than the record", A.TextsOffset, 0x7F);
        yield return Record("backup-count", FormatError.Truncated, "two backups where there is one", Access.Length - 4 - 15, 2);
        yield return Record("trailing-bytes", FormatError.TrailingBytes, "no backups, but a name", Access.Length - 4 - 15, 0);
        yield return Record("backup-name", FormatError.BadValue, "the name of a backup starts with a dot", Access.Length - 4 - 13, (byte)'.');
    }

    /// <summary>A byte of the directory is another, and its sums are right.</summary>
    private static Vector Directory(string name, FormatError failure, string about, int offset, byte value)
    {
        byte[] bytes = [.. Export];
        bytes[FooterOffset + BlockHeader.Size + BlockPayload.PrefixSize + offset] = value;
        BlockHeader header = BlockHeader.Decode(bytes.AsSpan(FooterOffset), FooterOffset);
        Id128 sum = BlockPayload.SumPlain(bytes.AsSpan(FooterOffset + BlockHeader.Size, header.StoredSize));
        (header with { PayloadSum = sum }).Encode(bytes.AsSpan(FooterOffset));
        return Bad("export-directory-" + name, AskExport, failure, FooterOffset, about, bytes);
    }

    private static byte[] Root(byte[] export)
    {
        byte[] bytes = [.. export];
        Trailer trailer = Trailer.Decode(bytes.AsSpan(bytes.Length - Trailer.Size), bytes.Length - Trailer.Size);
        (trailer with { RootHash = Hash256.OfContent("x"u8) }).Encode(bytes.AsSpan(bytes.Length - Trailer.Size));
        return bytes;
    }

    private static Vector Record(string name, FormatError failure, string about, int offset, byte value)
    {
        byte[] bytes = [.. Access];
        bytes[offset] = value;
        ExportTargets.RepairAccess(bytes);
        return Bad("access-" + name, AskAccess, failure, 0, about, bytes);
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

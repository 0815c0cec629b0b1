using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Exporting;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>Exports and access records, the same at each call.</summary>
public static class SampleExports
{
    /// <summary>The repository that they are of.</summary>
    public static RepositoryId Repository { get; } = new(new Id128(0x0102030405060708, 0x1112131415161718));

    /// <summary>The file of <see cref="File"/>.</summary>
    public static FileId FileId { get; } = new(new Id128(0x2122232425262728, 0x3132333435363738));

    /// <summary>An access record.</summary>
    public static AccessRecord Access { get; } = new()
    {
        Outcome = AccessOutcome.Done,
        ExitCode = 0,
        RepositoryId = Repository,
        Time = 1_769_306_400_123_456_789,
        Duration = 6_200_000_000,
        UserId = 1000,
        ProcessId = 4242,
        Host = "host.example",
        User = "ada",
        SudoUser = "",
        Program = "geode-archive 0.1.0",
        Command = "backup restore",
        Backups = ["full-20260125"],
    };

    /// <summary>A directory of two objects.</summary>
    public static ExportDirectory Directory { get; } = new(
    [
        new ExportEntry("archive/repository", 4096, Hash256.OfContent("r"u8)),
        new ExportEntry("full-20260125", 8192, Hash256.OfContent("b"u8)),
    ]);

    /// <summary>An export of two small objects, which are no archive.</summary>
    public static byte[] File
    {
        get
        {
            var output = new MemoryStream();
            var export = new ExportWriter(output, FileHeader.ForExport(Repository, FileId, 1_769_306_400_000_000_000));
            export.PutIfAbsent(ObjectKey.From("archive/repository"), "one object"u8);
            export.PutIfAbsent(ObjectKey.From("full-20260125"), "another one"u8);
            export.Finish();
            return output.ToArray();
        }
    }

    /// <summary>Encodes a directory.</summary>
    public static byte[] Encode(ExportDirectory directory)
    {
        var writer = new FormatWriter();
        directory.Encode(writer);
        return writer.WrittenSpan.ToArray();
    }
}

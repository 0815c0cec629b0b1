using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Mutating;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Objects;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Manifests;

namespace GeodeArchive.Tests.Fuzzing;

/// <summary>Repair knows every sum of a file: it changes nothing that is intact, and hides a change from all of them.</summary>
public sealed class ChecksumRepairTests
{
    public static TheoryData<string> Compressions => ["none", "lz4", "zstd", "gzip"];

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Intact_files_stay_as_they_are(string compression)
    {
        SampleArchive archive = SampleArchive.Make(CompressionSettings.Parse(compression), hasIncremental: true);
        Assert.All(archive.Files, file =>
        {
            byte[] repaired = [.. file.Value];
            RepairOf(file.Key)(repaired);
            Assert.Equal(file.Value, repaired);
        });
    }

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Wrong_sums_are_made_right(string compression)
    {
        SampleArchive archive = SampleArchive.Make(CompressionSettings.Parse(compression), hasIncremental: false);
        Assert.All(archive.Files, file =>
        {
            byte[] repaired = [.. file.Value];
            SpoilSums(file.Key, repaired);
            Assert.NotEqual(file.Value, repaired);
            RepairOf(file.Key)(repaired);
            Assert.Equal(file.Value, repaired);
        });
    }

    [Fact]
    public void Change_behind_the_sums_is_refused_for_what_it_is()
    {
        SampleArchive archive = SampleArchive.Make(CompressionSettings.Parse("zstd"), hasIncremental: false);
        byte[] manifest = [.. archive.Files[RepositoryNames.Manifest(ManifestNumber.First).Text]];
        manifest[StructureFields.FileHeader.Last(field => field.Type == FieldType.Reserved).Offset] = 1;
        Assert.Equal(FormatError.BadChecksum, Assert.Throws<ArchiveFormatException>(() => ManifestFile.Decode(manifest)).Error);
        ChecksumRepair.Manifest(manifest);
        Assert.Equal(FormatError.ReservedNotZero, Assert.Throws<ArchiveFormatException>(() => ManifestFile.Decode(manifest)).Error);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(4200)]
    public void Files_that_are_cut_are_taken(int length)
    {
        SampleArchive archive = SampleArchive.Make(CompressionSettings.Parse("none"), hasIncremental: false);
        Assert.All(archive.Files, file => RepairOf(file.Key)(file.Value[..Math.Min(length, file.Value.Length)]));
    }

    private static Action<byte[]> RepairOf(string key) => key switch
    {
        _ when key.StartsWith(RepositoryNames.SegmentPrefix, StringComparison.Ordinal) => file => ChecksumRepair.Segment(file),
        _ when key.StartsWith(RepositoryNames.IndexPrefix, StringComparison.Ordinal) => file => ChecksumRepair.Index(file),
        _ when key.StartsWith(RepositoryNames.ManifestPrefix, StringComparison.Ordinal) => file => ChecksumRepair.Manifest(file),
        _ when key == RepositoryNames.Repository.Text => file => ChecksumRepair.FileHeader(file),
        _ => file => ChecksumRepair.BackupFile(file),
    };

    /// <summary>Changes a byte of the header's checksum, and of every other sum that the kind of file has at a known place.</summary>
    private static void SpoilSums(string key, byte[] file)
    {
        bool isBackup = ObjectKey.From(key).Components().Length == 1;
        file[(isBackup ? BackupFile.TextSize : 0) + StructureFields.FileHeader[^1].Offset] ^= 1;
        if (isBackup || key == RepositoryNames.Repository.Text)
        {
            return;
        }

        int trailer = file.Length - Trailer.Size;
        file[trailer + StructureFields.Trailer.Single(field => field.Name == "root_hash").Offset] ^= 1;
        file[trailer + StructureFields.Trailer[^1].Offset] ^= 1;
        bool isIndex = key.StartsWith(RepositoryNames.IndexPrefix, StringComparison.Ordinal);
        int sum = isIndex ? 0 : StructureFields.BlockHeader.Single(field => field.Name == "header_checksum").Offset;
        file[FileHeader.Size + sum] ^= 1;
    }
}

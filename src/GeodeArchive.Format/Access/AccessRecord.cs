using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace GeodeArchive.Format;

/// <summary>Who did what to an archive, when, and how it ended: see format-spec/access.md. Immutable.</summary>
public sealed record AccessRecord
{
    /// <summary>The largest record, in bytes.</summary>
    public const int SizeMax = 2 << 20;

    /// <summary>The most backups that a record names.</summary>
    public const int BackupCountMax = 4096;

    private const int ChecksumSize = 4;
    private const int SizeLeast = AccessRecordLayout.TextsOffset + ChecksumSize;
    private const string StructureName = "access record";

    /// <summary>The magic.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, 0x47, 0x45, 0x41, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Minor version: says what was written, never how to read.</summary>
    public ushort VersionMinor { get; init; } = FileHeader.VersionMinorWritten;

    /// <summary>Features that a reader may ignore.</summary>
    public ulong FeaturesCompatible { get; init; }

    /// <summary>How the command ended.</summary>
    public required AccessOutcome Outcome { get; init; }

    /// <summary>Its exit code, at most 99.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The repository; not zero.</summary>
    public required RepositoryId RepositoryId { get; init; }

    /// <summary>When the command began, in nanoseconds since 1970-01-01 UTC; at least 0.</summary>
    public required long Time { get; init; }

    /// <summary>How long it took, in nanoseconds.</summary>
    public required long Duration { get; init; }

    /// <summary>The user that it ran as.</summary>
    public required long UserId { get; init; }

    /// <summary>Its process.</summary>
    public required long ProcessId { get; init; }

    /// <summary>The machine that it ran on; at most 255 bytes of UTF-8, as all texts, without control characters.</summary>
    public required string Host { get; init; }

    /// <summary>Name of the user that it ran as.</summary>
    public required string User { get; init; }

    /// <summary>Who became that user by sudo; empty if nobody did.</summary>
    public required string SudoUser { get; init; }

    /// <summary>Name and version of the program.</summary>
    public required string Program { get; init; }

    /// <summary>The command, "backup create"; not empty. Never its arguments.</summary>
    public required string Command { get; init; }

    /// <summary>Names of the backups that it was about.</summary>
    public ImmutableArray<string> Backups { get; init; } = [];

    /// <summary>Reads and checks a record.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <exception cref="ArchiveFormatException">Not a valid record.</exception>
    public static AccessRecord Decode(ReadOnlySpan<byte> bytes)
    {
        Place place = Place.Decoding(StructureName, 0);
        place.RequireSize(bytes.Length, SizeLeast);
        place.RequireAtMost(bytes.Length, SizeMax, "record");
        place.Require(bytes.StartsWith(Magic), FormatError.BadMagic, "not an access record");
        place.RequireSum(bytes, bytes.Length - ChecksumSize, "the record is damaged");
        place.RequireKnown(bytes, AccessRecordLayout.VersionMajorOffset, AccessRecordLayout.FeaturesIncompatibleOffset);
        FormatReader reader = new(bytes[AccessRecordLayout.TextsOffset..^ChecksumSize], place);
        AccessRecord decoded = new()
        {
            VersionMinor = BinaryPrimitives.ReadUInt16LittleEndian(bytes[AccessRecordLayout.VersionMinorOffset..]),
            FeaturesCompatible = BinaryPrimitives.ReadUInt64LittleEndian(bytes[AccessRecordLayout.FeaturesCompatibleOffset..]),
            Outcome = (AccessOutcome)bytes[AccessRecordLayout.OutcomeOffset],
            ExitCode = bytes[AccessRecordLayout.ExitCodeOffset],
            RepositoryId = RepositoryId.Read(bytes[AccessRecordLayout.RepositoryIdOffset..]),
            Time = BinaryPrimitives.ReadInt64LittleEndian(bytes[AccessRecordLayout.TimeOffset..]),
            Duration = BinaryPrimitives.ReadInt64LittleEndian(bytes[AccessRecordLayout.DurationOffset..]),
            UserId = BinaryPrimitives.ReadInt64LittleEndian(bytes[AccessRecordLayout.UserIdOffset..]),
            ProcessId = BinaryPrimitives.ReadInt64LittleEndian(bytes[AccessRecordLayout.ProcessIdOffset..]),
            Host = ReadText(ref reader, "host"),
            User = ReadText(ref reader, "user"),
            SudoUser = ReadText(ref reader, "sudo_user"),
            Program = ReadText(ref reader, "program"),
            Command = ReadText(ref reader, "command"),
            Backups = ReadBackups(ref reader),
        };
        reader.ExpectEnd();
        decoded.Validate(place);
        place.RequireReserved(bytes.Slice(AccessRecordLayout.ReservedOffset, AccessRecordLayout.ReservedSize), "reserved");
        return decoded;
    }

    /// <summary>Refuses a record of another repository, or under the name of another time, with <c>bad-identity</c>.</summary>
    /// <exception cref="ArchiveFormatException">It is.</exception>
    public void Expect(RepositoryId repository, long time) => Place.Decoding(StructureName, 0).Require(
        RepositoryId == repository && Time == time, FormatError.BadIdentity, "the record is not what its name says");

    /// <summary>Encodes the record.</summary>
    /// <returns>The whole file.</returns>
    /// <exception cref="ArgumentException">A field that a reader would refuse.</exception>
    public byte[] Encode()
    {
        Place place = Place.Encoding(StructureName);
        Validate(place);
        FormatWriter writer = new();
        Span<byte> head = writer.Append(AccessRecordLayout.TextsOffset);
        head.Clear();
        Magic.CopyTo(head);
        BinaryPrimitives.WriteUInt16LittleEndian(head[AccessRecordLayout.VersionMajorOffset..], FileHeader.VersionMajorWritten);
        BinaryPrimitives.WriteUInt16LittleEndian(head[AccessRecordLayout.VersionMinorOffset..], VersionMinor);
        head[AccessRecordLayout.OutcomeOffset] = (byte)Outcome;
        head[AccessRecordLayout.ExitCodeOffset] = (byte)ExitCode;
        BinaryPrimitives.WriteUInt64LittleEndian(head[AccessRecordLayout.FeaturesCompatibleOffset..], FeaturesCompatible);
        RepositoryId.Write(head[AccessRecordLayout.RepositoryIdOffset..]);
        BinaryPrimitives.WriteInt64LittleEndian(head[AccessRecordLayout.TimeOffset..], Time);
        BinaryPrimitives.WriteInt64LittleEndian(head[AccessRecordLayout.DurationOffset..], Duration);
        BinaryPrimitives.WriteInt64LittleEndian(head[AccessRecordLayout.UserIdOffset..], UserId);
        BinaryPrimitives.WriteInt64LittleEndian(head[AccessRecordLayout.ProcessIdOffset..], ProcessId);
        foreach ((string text, string field) in Texts)
        {
            writer.WriteText(text, Limits.ShortTextSizeMax, 0, place, field);
        }

        writer.WriteCount(Backups.Length);
        foreach (string name in Backups)
        {
            writer.WriteText(name, Limits.BackupNameSizeMax, 1, place, "backup");
        }

        writer.WriteU32(Crc32C.Compute(writer.WrittenSpan));
        return writer.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    public bool Equals(AccessRecord? other) => other is not null && Encode().AsSpan().SequenceEqual(other.Encode());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RepositoryId, Time, ProcessId, ExitCode);

    private IEnumerable<(string Text, string Field)> Texts =>
        [(Host, "host"), (User, "user"), (SudoUser, "sudo_user"), (Program, "program"), (Command, "command")];

    private static string ReadText(ref FormatReader reader, string field) => reader.ReadText(Limits.ShortTextSizeMax, 0, field);

    private static ImmutableArray<string> ReadBackups(ref FormatReader reader)
    {
        long count = reader.ReadRange("backup_count", 0, BackupCountMax);
        ImmutableArray<string>.Builder names = ImmutableArray.CreateBuilder<string>();
        for (long i = 0; i < count; i++)
        {
            names.Add(reader.ReadText(Limits.BackupNameSizeMax, 1, "backup"));
        }

        return names.ToImmutable();
    }

    private static bool IsPlain(string text) => !text.EnumerateRunes().Any(Rune.IsControl);

    private void Validate(Place place)
    {
        place.Require(Outcome is >= AccessOutcome.Done and <= AccessOutcome.Failed, FormatError.BadValue, "outcome is unknown");
        place.RequireRange(ExitCode, 0, 99, "exit_code");
        place.Require(!RepositoryId.IsZero, FormatError.BadValue, "repository_id is zero");
        place.RequireRange(Time, 0, long.MaxValue, "time");
        place.RequireRange(Duration, 0, long.MaxValue, "duration");
        place.RequireRange(UserId, 0, uint.MaxValue, "user_id");
        place.RequireRange(ProcessId, 0, long.MaxValue, "process_id");
        foreach ((string text, string field) in Texts)
        {
            place.Require(IsPlain(text), FormatError.BadValue, field);
        }

        place.Require(Command.Length > 0, FormatError.BadValue, "command is empty");
        place.RequireRange(Backups.Length, 0, BackupCountMax, "backup_count");
        foreach (string name in Backups)
        {
            place.Require(BackupName.IsValid(name), FormatError.BadValue, "backup is not a backup name");
        }
    }
}

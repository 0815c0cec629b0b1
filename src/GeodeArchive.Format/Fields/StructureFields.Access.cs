using System.Collections.Immutable;

namespace GeodeArchive.Format;

/// <content>The access log.</content>
public static partial class StructureFields
{
    /// <summary>What an access record starts with.</summary>
    public static ImmutableArray<StructureField> AccessRecord { get; } =
    [
        new("magic", AccessRecordLayout.MagicOffset, AccessRecordLayout.MagicSize, FieldType.Bytes),
        new("version_major", AccessRecordLayout.VersionMajorOffset, AccessRecordLayout.VersionMajorSize, FieldType.Number),
        new("version_minor", AccessRecordLayout.VersionMinorOffset, AccessRecordLayout.VersionMinorSize, FieldType.Number),
        new("outcome", AccessRecordLayout.OutcomeOffset, AccessRecordLayout.OutcomeSize, FieldType.Number),
        new("exit_code", AccessRecordLayout.ExitCodeOffset, AccessRecordLayout.ExitCodeSize, FieldType.Number),
        new("reserved", AccessRecordLayout.ReservedOffset, AccessRecordLayout.ReservedSize, FieldType.Reserved),
        new(
            "features_compatible",
            AccessRecordLayout.FeaturesCompatibleOffset,
            AccessRecordLayout.FeaturesCompatibleSize,
            FieldType.Number),
        new(
            "features_incompatible",
            AccessRecordLayout.FeaturesIncompatibleOffset,
            AccessRecordLayout.FeaturesIncompatibleSize,
            FieldType.Number),
        new("repository_id", AccessRecordLayout.RepositoryIdOffset, AccessRecordLayout.RepositoryIdSize, FieldType.Id),
        new("time", AccessRecordLayout.TimeOffset, AccessRecordLayout.TimeSize, FieldType.Time),
        new("duration", AccessRecordLayout.DurationOffset, AccessRecordLayout.DurationSize, FieldType.Number),
        new("user_id", AccessRecordLayout.UserIdOffset, AccessRecordLayout.UserIdSize, FieldType.Number),
        new("process_id", AccessRecordLayout.ProcessIdOffset, AccessRecordLayout.ProcessIdSize, FieldType.Number),
    ];
}

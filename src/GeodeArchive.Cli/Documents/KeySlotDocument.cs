using GeodeArchive.Cli.Rendering;
using GeodeArchive.Format;
using GeodeArchive.Repository.Keys;

namespace GeodeArchive.Cli.Documents;

/// <summary>A key slot.</summary>
internal sealed record KeySlotDocument
{
    /// <summary>Its id.</summary>
    public required string SlotId { get; init; }

    /// <summary>"key_file" or "passphrase".</summary>
    public required string OpenedBy { get; init; }

    /// <summary>True if it makes backups and reads none.</summary>
    public required bool IsWriteOnly { get; init; }

    /// <summary>When it was made.</summary>
    public required string Created { get; init; }

    /// <summary>For whom.</summary>
    public required string Label { get; init; }

    /// <summary>True if the key that was given opens it.</summary>
    public required bool IsGiven { get; init; }

    /// <summary>Describes a slot.</summary>
    public static KeySlotDocument From(KeySlot slot, bool isGiven) => new()
    {
        SlotId = slot.Id.ToString(),
        OpenedBy = slot.Section.Derivation == KeyDerivation.KeyFile ? "key_file" : "passphrase",
        IsWriteOnly = slot.Section.Access == KeyAccess.WriteOnly,
        Created = TimeText.ForJson(slot.Header.Created),
        Label = slot.Section.Label,
        IsGiven = isGiven,
    };
}

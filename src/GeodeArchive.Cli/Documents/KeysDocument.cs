using GeodeArchive.Repository;
using GeodeArchive.Repository.Keys;

namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>key list --json</c> prints.</summary>
internal sealed record KeysDocument
{
    /// <summary>The archive root.</summary>
    public required string Root { get; init; }

    /// <summary>Names the keys as a whole.</summary>
    public required string KeySetId { get; init; }

    /// <summary>Which generation of data keys new files are encrypted with.</summary>
    public required uint Generation { get; init; }

    /// <summary>The slots, in the order they were made.</summary>
    public required IReadOnlyList<KeySlotDocument> Slots { get; init; }

    /// <summary>Slots that are damaged.</summary>
    public required IReadOnlyList<DamageDocument> Damages { get; init; }

    /// <summary>Describes the slots of a repository.</summary>
    public static KeysDocument From(
        ArchiveRepository repository,
        RepositoryKeyring keyring,
        IReadOnlyList<KeySlot> slots,
        IReadOnlyList<RepositoryException> damages) => new()
    {
        Root = repository.Store.DisplayName,
        KeySetId = repository.State.Keys!.KeySetId.ToString(),
        Generation = keyring.Generation,
        Slots = [.. slots.Select(slot => KeySlotDocument.From(slot, repository.UnlockedSlot?.Id == slot.Id))],
        Damages = [.. damages.Select(DamageDocument.From)],
    };
}

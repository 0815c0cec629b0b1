using GeodeArchive.Io.Files;

namespace GeodeArchive.Simulation.Disks;

/// <summary>A change of names that is not durable yet. It gets to the medium as a whole or not at all.</summary>
internal sealed class NameChange
{
    /// <summary>What each name that it touches stands for afterwards; null: nothing.</summary>
    internal required IReadOnlyList<NameSlot> Slots { get; init; }

    /// <summary>The directory whose sync makes it durable: the one with the new name, or the one that lost a name.</summary>
    internal required DirectoryNode Home { get; init; }

    /// <summary>Changes that got to the medium if this one did.</summary>
    internal required IReadOnlyList<NameChange> Before { get; init; }

    /// <summary>It got to the medium.</summary>
    internal bool IsDurable { get; set; }

    /// <summary>A sync of it failed: later ones report success and leave it alone.</summary>
    internal bool IsAbandoned { get; set; }

    internal bool Touches(DirectoryNode directory, FileName name) =>
        Slots.Any(slot => slot.Directory == directory && slot.Name == name);

    internal bool TouchesAnyOf(DirectoryNode directory) => Slots.Any(slot => slot.Directory == directory);

    internal bool Places(SimulatedNode node) => Slots.Any(slot => slot.After == node);
}

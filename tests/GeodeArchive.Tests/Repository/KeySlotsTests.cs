using System.Text;
using GeodeArchive.Format;
using GeodeArchive.Repository.Keys;
using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Repository;

/// <summary>What somebody who can write to an archive can make its users compute is bounded.</summary>
public sealed class KeySlotsTests
{
    private static readonly RepositoryId Repository = new(new Id128(1, 2));

    [Fact]
    public void Passphrase_is_tried_on_as_many_slots_as_the_bound_allows() => SimulatedMachine.Run(1, machine =>
    {
        var (keys, _) = RepositoryKeys.Create(Repository, machine.Machine.Entropy);
        using var owner = Passphrase("owner");
        using var stranger = Passphrase("stranger");
        using var file = new KeySecret(KeyDerivation.KeyFile, new byte[32], "key");
        KeySlot[] slots = [Create(owner), Create(owner), Create(file)];
        var iterations = slots[0].Section.Iterations;
        Assert.Null(KeySlots.TryOpen(slots, stranger, out var untried, iterations));
        Assert.Equal(1, untried);
        Assert.Null(KeySlots.TryOpen(slots, owner, out untried, iterations - 1));
        Assert.Equal(2, untried);
        Assert.Equal(slots[0].Id, KeySlots.TryOpen(slots, owner, out untried)!.Value.Slot.Id);
        Assert.Equal(0, untried);

        // A key file costs nothing, whatever the others do.
        Assert.Equal(slots[2].Id, KeySlots.TryOpen(slots, file, out untried, iterationsMax: 0)!.Value.Slot.Id);
        Assert.Equal(0, untried);

        KeySlot Create(KeySecret secret) =>
            KeySlot.Create(machine.Machine, Repository, keys, secret, KeyAccess.ReadWrite, string.Empty);
    });

    [Fact]
    public void Bound_allows_for_several_slots_of_the_most_that_a_slot_may_ask_and_for_a_hundred_as_they_are_made()
    {
        Assert.True(KeySlots.IterationsMax >= 5 * KeySlotSection.IterationsMax);
        Assert.True(KeySlots.IterationsMax <= 10 * KeySlotSection.IterationsMax);
    }

    private static KeySecret Passphrase(string text) => new(KeyDerivation.Passphrase, Encoding.UTF8.GetBytes(text), "passphrase");
}

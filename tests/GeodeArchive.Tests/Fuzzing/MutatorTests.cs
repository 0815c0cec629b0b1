using GeodeArchive.Format;
using GeodeArchive.Fuzz.Mutating;
using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Fuzzing;

/// <summary>Mutations change inputs, in every way, within bounds, and as the seed says.</summary>
public sealed class MutatorTests
{
    private const int SizeMax = 300;

    private static readonly byte[] Input = [.. Enumerable.Range(0, 200).Select(value => (byte)value)];
    private static readonly byte[] Other = [.. Enumerable.Range(0, 100).Select(value => (byte)(255 - value))];

    [Fact]
    public void Input_itself_is_left_alone_and_the_size_is_bounded()
    {
        byte[] before = [.. Input];
        foreach (byte[] mutated in Mutations(1))
        {
            Assert.InRange(mutated.Length, 0, SizeMax);
        }

        Assert.Equal(before, Input);
    }

    [Fact]
    public void Mutations_grow_shrink_keep_the_size_and_take_from_the_other()
    {
        List<byte[]> mutations = [.. Mutations(2)];
        Assert.Contains(mutations, mutated => mutated.Length > Input.Length);
        Assert.Contains(mutations, mutated => mutated.Length < Input.Length / 2);
        Assert.Contains(mutations, mutated => mutated.Length == Input.Length && !mutated.AsSpan().SequenceEqual(Input));
        Assert.Contains(mutations, mutated => mutated.AsSpan().IndexOf(Other.AsSpan(10, 20)) >= 0);
        Assert.Contains(mutations, mutated => mutated.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xFF, 0xFF, 0x7F]) >= 0);
    }

    [Fact]
    public void Nearly_every_mutation_changes_something()
    {
        int changed = Mutations(3).Count(mutated => !mutated.AsSpan().SequenceEqual(Input));
        Assert.InRange(changed, 1800, 2000);
    }

    [Fact]
    public void Known_fields_are_changed_as_a_whole()
    {
        StructureField field = new("number", 100, 4, FieldType.Number);
        Mutator mutator = new(new SeededRandom(4), [field], SizeMax);
        int count = Enumerable.Range(0, 2000).Count(_ => IsOnlyChangeAt(mutator.Mutate(Input, Other), field));
        Assert.InRange(count, 100, 2000);
    }

    [Fact]
    public void Same_seed_makes_the_same_mutations() => Assert.Equal(Mutations(5), Mutations(5));

    [Fact]
    public void Empty_inputs_are_taken() => Assert.All(
        Enumerable.Range(0, 500).Select(_ =>
            new Mutator(new SeededRandom(6), [], SizeMax).Mutate([], [])), mutated => Assert.NotEmpty(mutated));

    private static IEnumerable<byte[]> Mutations(ulong seed)
    {
        Mutator mutator = new(new SeededRandom(seed), [], SizeMax);
        return [.. Enumerable.Range(0, 2000).Select(_ => mutator.Mutate(Input, Other))];
    }

    private static bool IsOnlyChangeAt(byte[] mutated, StructureField field) =>
        mutated.Length == Input.Length
        && !mutated.AsSpan(field.Offset, field.Size).SequenceEqual(Input.AsSpan(field.Offset, field.Size))
        && mutated.AsSpan(0, field.Offset).SequenceEqual(Input.AsSpan(0, field.Offset))
        && mutated.AsSpan(field.End).SequenceEqual(Input.AsSpan(field.End));
}

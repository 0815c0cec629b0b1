using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Simulation;

namespace GeodeArchive.Load.Modelling;

/// <summary>Draws rows: labels, types and properties of all kinds, now and then a name that is new, or a value that is large.</summary>
/// <param name="random">What it draws from.</param>
/// <param name="client">Whose rows.</param>
/// <param name="sequence">Number of the transaction; new names are made from it.</param>
public sealed class RowGenerator(SeededRandom random, int client, long sequence)
{
    // From more than a page to more than the log leaves in one piece: up to 80 times as many letters.
    private const int LargeLeast = 5_000;

    /// <summary>The client's marker after the transaction.</summary>
    public ModelNode Marker() => new(
        Labels([ModelNames.MarkerLabel]),
        new ModelProperties(ModelProperties.Empty.Values.Add(ModelNames.SequenceKey, PropertyValue.From(sequence))));

    /// <summary>A node.</summary>
    public ModelNode Node()
    {
        var labels = new List<string>();
        for (var count = random.Next(3); count > 0; count--)
        {
            labels.Add(Name("Label", 8));
        }

        return new ModelNode(Labels(labels), Properties());
    }

    /// <summary>A relationship between two nodes of the client.</summary>
    public ModelRelationship Relationship(long start, long end) => new(Name("TYPE", 5), start, end, Properties());

    /// <summary>Properties.</summary>
    public ModelProperties Properties()
    {
        var values = ModelProperties.Empty.Values;
        for (var count = random.Next(5); count > 0; count--)
        {
            values = values.SetItem(Name("key", 12), Value(depth: 0));
        }

        if (random.OneIn(200))
        {
            values = values.SetItem("large", PropertyValue.From(Text(LargeSize())));
        }

        return new ModelProperties(values);
    }

    private ImmutableSortedSet<string> Labels(IEnumerable<string> others) =>
        [.. ImmutableSortedSet.Create(StringComparer.Ordinal, ModelNames.ClientLabel(client)).Union(others)];

    private string Name(string kind, int count) =>
        random.OneIn(400) ? $"{kind}-of-{client}-{sequence}" : $"{kind}{random.Next(count)}";

    private PropertyValue Value(int depth)
    {
        switch (random.Next(depth < 2 ? 8 : 7))
        {
            case 0:
                return PropertyValue.From(random.OneIn(2));
            case 1:
                return PropertyValue.From(unchecked((long)random.NextUInt64()) >> random.Next(64));
            case 2:
                return PropertyValue.From(BitConverter.UInt64BitsToDouble(random.NextUInt64()));
            case 3:
                var bytes = new byte[random.Next(40)];
                random.Fill(bytes);
                return PropertyValue.From(ImmutableArray.Create(bytes));
            case 4:
                return PropertyValue.From(new ZonedTime(
                    unchecked((long)random.NextUInt64()), (random.Next(57) - 28) * 1800, random.OneIn(2) ? "Europe/Berlin" : ""));
            case 5 or 6:
                return PropertyValue.From(Text(random.Next(60)));
            default:
                return PropertyValue.From([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(depth + 1))]);
        }
    }

    private int LargeSize()
    {
        var size = LargeLeast << random.Next(7);
        return size + random.Next(size / 4);
    }

    private string Text(int length) => string.Create(length, random, static (text, random) =>
    {
        const string Letters = "abcdefghijklmnopqrstuvwxyz \u00e4\u00f6\u00fc\u20ac0";
        for (var i = 0; i < text.Length;)
        {
            var bits = random.NextUInt64();
            for (var end = Math.Min(text.Length, i + 12); i < end; i++, bits >>= 5)
            {
                text[i] = Letters[(int)(bits & 31)];
            }
        }
    });
}

using System.Globalization;

namespace GeodeArchive.Format;

/// <summary>
/// The number of a graph in its database, from 1; never used again. 0 stands for the catalog. As text: 8 lower-case hexadecimal digits.
/// </summary>
/// <param name="Value">The number.</param>
public readonly record struct GraphId(uint Value) : IComparable<GraphId>
{
    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out GraphId id)
    {
        id = default;
        if (text.Length != 8
            || text.ContainsAnyInRange('A', 'F')
            || !uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value))
        {
            return false;
        }

        id = new GraphId(value);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(GraphId other) => Value.CompareTo(other.Value);

    /// <summary>8 lower-case hexadecimal digits: the name of its file.</summary>
    public override string ToString() => Value.ToString("x8", CultureInfo.InvariantCulture);
}

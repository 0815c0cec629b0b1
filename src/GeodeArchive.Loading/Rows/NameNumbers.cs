using System.Text;
using GeodeArchive.Format;

namespace GeodeArchive.Loading.Rows;

/// <summary>
/// Numbers of names, as a worker knows them. A name that it meets for the first time gets its number in the worker's turn, so that the
/// same input gives the same numbers, however many workers there are.
/// </summary>
internal sealed class NameNumbers(LoadState state)
{
    private readonly Dictionary<(NameKind Kind, string Name), uint> _numbers = [];
    private readonly Dictionary<string, uint[]> _sets = [];
    private byte[] _lastField = [];
    private uint[]? _lastSet;
    private byte[] _lastTypeField = [];
    private uint _lastType;
    private long _chunk;

    /// <summary>Whether it is the turn of this worker's chunk.</summary>
    public bool HasTurn { get; private set; }

    /// <summary>Begins a chunk.</summary>
    public void Begin(long chunk)
    {
        _chunk = chunk;
        HasTurn = false;
    }

    /// <summary>Waits for the turn of the chunk.</summary>
    public void TakeTurn()
    {
        if (!HasTurn)
        {
            state.Turns.Wait(_chunk);
            HasTurn = true;
        }
    }

    /// <summary>Gives the turn away.</summary>
    public void PassTurn()
    {
        HasTurn = false;
        state.Turns.Pass();
    }

    /// <summary>The number of a name.</summary>
    /// <exception cref="ArgumentException">It cannot be one.</exception>
    public uint Of(NameKind kind, string name)
    {
        if (!_numbers.TryGetValue((kind, name), out var number))
        {
            TakeTurn();
            number = state.Target.NumberOf(kind, name);
            _numbers.Add((kind, name), number);
        }

        return number;
    }

    /// <summary>The number of a relationship type.</summary>
    public uint OfType(ReadOnlySpan<byte> field)
    {
        if (_lastType == 0 || !field.SequenceEqual(_lastTypeField))
        {
            _lastType = Of(NameKind.RelationshipType, Encoding.UTF8.GetString(field));
            _lastTypeField = field.ToArray();
        }

        return _lastType;
    }

    /// <summary>Ascending numbers of labels: those of a field with ';' between them, and others.</summary>
    public uint[] OfLabels(IReadOnlyList<string> others, ReadOnlySpan<byte> field)
    {
        if (_lastSet is not null && field.SequenceEqual(_lastField))
        {
            return _lastSet;
        }

        var text = Encoding.UTF8.GetString(field);
        if (!_sets.TryGetValue(text, out var set))
        {
            set = OfLabels(others.Concat(text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
            _sets.Add(text, set);
        }

        _lastField = field.ToArray();
        return _lastSet = set;
    }

    /// <summary>Ascending numbers of labels.</summary>
    public uint[] OfLabels(IEnumerable<string> labels) => [.. labels.Select(label => Of(NameKind.Label, label)).Distinct().Order()];
}

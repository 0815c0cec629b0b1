using System.Buffers.Binary;
using GeodeArchive.Format;

namespace GeodeArchive.Store.Pages;

/// <summary>
/// The first four bytes in which the keys of a page differ, side by side: a search looks at a few neighbouring cache lines instead of one
/// for each key
/// that it compares with. For pages that do not change any more.
/// </summary>
internal sealed class KeyHeads
{
    /// <summary>Heads of a page; of one with more cells every second, third, ... has one.</summary>
    internal const int CountMax = 256;

    private const int WorthwhileCount = 16;

    private readonly uint[] _heads;
    private readonly int _stride;
    private readonly int _first;
    private readonly int _count;
    private readonly int _prefixLength;

    // The common beginning of all keys, if it is this short: so that the first key need not be looked at.
    private readonly ulong _prefixWord;

    private KeyHeads(ReadOnlySpan<byte> page, int first, int count)
    {
        _first = first;
        _count = count;
        _stride = (count - first + CountMax - 1) / CountMax;
        _prefixLength = CellPage.Key(page, first).CommonPrefixLength(CellPage.Key(page, count - 1));
        _prefixWord = _prefixLength <= sizeof(ulong) ? WordOf(CellPage.Key(page, first), _prefixLength) : 0;
        _heads = new uint[(count - first + _stride - 1) / _stride];
        for (var index = 0; index < _heads.Length; index++)
        {
            _heads[index] = HeadOf(CellPage.Key(page, first + (index * _stride))[_prefixLength..]);
        }
    }

    /// <summary>The heads of a leaf or inner page; null if it has so few cells that there is nothing to gain.</summary>
    internal static KeyHeads? Of(ReadOnlySpan<byte> page)
    {
        var kind = CellPage.Kind(page);
        if (kind is not (StorePageKind.Leaf or StorePageKind.Inner))
        {
            return null;
        }

        // The first cell of an inner page has no key.
        var count = CellPage.Count(page);
        return count < WorthwhileCount ? null : new KeyHeads(page, kind == StorePageKind.Inner ? 1 : 0, count);
    }

    /// <summary>As <see cref="CellPage.Find(ReadOnlySpan{byte}, ReadOnlySpan{byte}, out bool)"/>.</summary>
    internal int Find(ReadOnlySpan<byte> page, ReadOnlySpan<byte> key, out bool found)
    {
        var order = _prefixLength <= sizeof(ulong) && _prefixLength <= key.Length
            ? WordOf(key, _prefixLength).CompareTo(_prefixWord)
            : key[..Math.Min(_prefixLength, key.Length)].SequenceCompareTo(CellPage.Key(page, _first)[.._prefixLength]);
        if (order != 0)
        {
            found = false;
            return order < 0 ? _first : _count;
        }

        var head = HeadOf(key[_prefixLength..]);
        var index = LowerBound(head);
        var low = index == 0 ? _first : _first + ((index - 1) * _stride) + 1;
        while (index < _heads.Length && _heads[index] == head)
        {
            index++;
        }

        return CellPage.Find(page, key, low, index < _heads.Length ? _first + (index * _stride) : _count, out found);
    }

    /// <summary>
    /// The first head that is not less than <paramref name="head"/>. Guessed, as keys often are as far from each other as numbers are;
    /// where
    /// the guess is wrong the rest is halved.
    /// </summary>
    private int LowerBound(uint head)
    {
        var heads = _heads.AsSpan();
        var low = 0;
        var high = heads.Length;
        if (head > heads[0] && head <= heads[^1])
        {
            var guess = (int)((ulong)(head - heads[0]) * (ulong)(high - 1) / (heads[^1] - heads[0]));
            if (heads[guess] < head)
            {
                low = guess + 1;
                if (heads[low] >= head)
                {
                    return low;
                }
            }
            else
            {
                high = guess;
                if (heads[high - 1] < head)
                {
                    return high;
                }
            }
        }

        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = heads[middle] < head ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The first bytes of a key, as a number that is ordered as they are.</summary>
    private static ulong WordOf(ReadOnlySpan<byte> key, int length)
    {
        if (key.Length >= sizeof(ulong))
        {
            var word = BinaryPrimitives.ReadUInt64BigEndian(key);
            return length == 0 ? 0 : word >> (8 * (sizeof(ulong) - length));
        }

        ulong number = 0;
        foreach (var value in key[..length])
        {
            number = (number << 8) | value;
        }

        return number;
    }

    private static uint HeadOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= sizeof(uint))
        {
            return BinaryPrimitives.ReadUInt32BigEndian(bytes);
        }

        uint head = 0;
        for (var index = 0; index < sizeof(uint); index++)
        {
            head = (head << 8) | (index < bytes.Length ? bytes[index] : 0u);
        }

        return head;
    }
}

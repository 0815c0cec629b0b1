using System.Buffers;
using System.Text;

namespace GeodeArchive.Backup.Filtering;

/// <summary>
/// A pattern for one name: <c>*</c> is any characters, <c>?</c> one, <c>[...]</c> one of a set, a backslash takes the meaning away from
/// what follows. A character is one of UTF-8, or a byte that is none. Matching takes no longer than the lengths of both, multiplied.
/// </summary>
internal sealed class NamePattern
{
    private readonly byte[] _pattern;
    private readonly bool _isLiteral;

    private NamePattern(byte[] pattern)
    {
        _pattern = pattern;
        _isLiteral = pattern.AsSpan().IndexOfAny("*?[\\"u8) < 0;
    }

    /// <summary>Stands for any number of names: the <c>**</c> between two slashes.</summary>
    public static NamePattern AnyDirectories { get; } = new("**"u8.ToArray());

    /// <summary>Any one name.</summary>
    public static NamePattern AnyName { get; } = new("*"u8.ToArray());

    /// <summary>Reads a pattern, <see cref="AnyDirectories"/> for two stars; null if it is none.</summary>
    public static NamePattern? Parse(ReadOnlySpan<byte> pattern, out string reason)
    {
        reason = "";
        for (var i = 0; i < pattern.Length;)
        {
            if (pattern[i] == '[')
            {
                var length = SetLength(pattern[i..]);
                if (length == 0)
                {
                    reason = "a [ has no ]";
                    return null;
                }

                i += length;
            }
            else if (pattern[i] == '\\' && i + 1 == pattern.Length)
            {
                reason = "nothing follows the backslash at its end";
                return null;
            }
            else
            {
                i += pattern[i] == '\\' ? 2 : 1;
            }
        }

        return pattern.SequenceEqual("**"u8) ? AnyDirectories : new NamePattern(pattern.ToArray());
    }

    /// <summary>True if the pattern matches the whole name.</summary>
    public bool Matches(ReadOnlySpan<byte> name)
    {
        if (_isLiteral)
        {
            return name.SequenceEqual(_pattern);
        }

        // The last star takes as little as it can, and more when what follows it does not match.
        ReadOnlySpan<byte> pattern = _pattern;
        var (at, position, afterStar, starPosition) = (0, 0, -1, 0);
        while (position < name.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (afterStar, starPosition) = (++at, position);
            }
            else if (at < pattern.Length && MatchesOne(pattern[at..], name[position..], out var used, out var taken))
            {
                at += used;
                position += taken;
            }
            else if (afterStar >= 0)
            {
                (at, position) = (afterStar, ++starPosition);
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].IndexOfAnyExcept((byte)'*') < 0;
    }

    private static bool MatchesOne(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> name, out int used, out int taken)
    {
        (used, taken) = (1, 1);
        switch (pattern[0])
        {
            case (byte)'?':
                Read(name, out taken);
                return true;
            case (byte)'[':
                used = SetLength(pattern);
                return IsInSet(pattern[1..(used - 1)], Read(name, out taken));
            case (byte)'\\':
                used = 2;
                return pattern[1] == name[0];
            default:
                return pattern[0] == name[0];
        }
    }

    /// <summary>The next character; bytes that are not UTF-8 are numbers below zero.</summary>
    private static int Read(ReadOnlySpan<byte> bytes, out int length)
    {
        if (Rune.DecodeFromUtf8(bytes, out var rune, out length) == OperationStatus.Done)
        {
            return rune.Value;
        }

        length = 1;
        return -bytes[0];
    }

    /// <summary>The length of the set that begins here, brackets included; 0 if it does not end.</summary>
    private static int SetLength(ReadOnlySpan<byte> pattern)
    {
        var i = pattern.Length > 1 && pattern[1] is (byte)'!' or (byte)'^' ? 2 : 1;

        // A bracket that comes first is a member.
        i += i < pattern.Length && pattern[i] == ']' ? 1 : 0;
        while (i < pattern.Length && pattern[i] != ']')
        {
            i += pattern[i] == '\\' ? 2 : 1;
        }

        return i < pattern.Length ? i + 1 : 0;
    }

    private static bool IsInSet(ReadOnlySpan<byte> set, int character)
    {
        var isNegated = set[0] is (byte)'!' or (byte)'^';
        set = isNegated ? set[1..] : set;
        var isFound = false;
        while (!set.IsEmpty)
        {
            var first = ReadMember(ref set);
            var last = first;
            if (set.Length > 1 && set[0] == '-')
            {
                set = set[1..];
                last = ReadMember(ref set);
            }

            isFound |= first <= character && character <= last;
        }

        return isFound != isNegated;
    }

    private static int ReadMember(ref ReadOnlySpan<byte> set)
    {
        set = set[0] == '\\' && set.Length > 1 ? set[1..] : set;
        var character = Read(set, out var length);
        set = set[length..];
        return character;
    }
}

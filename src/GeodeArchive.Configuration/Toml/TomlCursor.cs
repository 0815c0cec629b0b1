using System.Text;

namespace GeodeArchive.Configuration.Toml;

/// <summary>A place in a document that moves forward, and knows its line and column.</summary>
/// <param name="text">The document.</param>
/// <param name="file">Its name in messages.</param>
internal sealed class TomlCursor(string text, string file)
{
    private int _line = 1;
    private int _measured;
    private int _column = 1;

    /// <summary>What <see cref="Current"/> is behind the end: no character of a valid document.</summary>
    public const char End = '\0';

    /// <summary>Index of the character that comes next.</summary>
    public int Position { get; private set; }

    /// <summary>Whether nothing comes next.</summary>
    public bool IsAtEnd => Position >= text.Length;

    /// <summary>The character that comes next.</summary>
    public char Current => Peek(0);

    /// <summary>Its place.</summary>
    public TomlPlace Place
    {
        get
        {
            // Measured on from where it was asked for the last time: a document may be one long line.
            for (; _measured < Position; _measured++)
            {
                if (text[_measured] == '\n')
                {
                    _line++;
                    _column = 1;
                }
                else if (!char.IsLowSurrogate(text[_measured]))
                {
                    _column++;
                }
            }

            return new TomlPlace(_line, _column);
        }
    }

    /// <summary>A character further on.</summary>
    public char Peek(int distance) => Position + distance < text.Length ? text[Position + distance] : End;

    /// <summary>Whether this comes next.</summary>
    public bool StartsWith(string expected) => string.CompareOrdinal(text, Position, expected, 0, expected.Length) == 0;

    /// <summary>Goes on.</summary>
    public void Advance(int count = 1) => Position += count;

    /// <summary>Goes on if this comes next.</summary>
    public bool TryTake(char expected)
    {
        if (IsAtEnd || Current != expected)
        {
            return false;
        }

        Position++;
        return true;
    }

    /// <summary>Goes on behind the end of a line.</summary>
    public bool TryTakeNewline()
    {
        if (Current == '\r' && Peek(1) == '\n')
        {
            Position += 2;
            return true;
        }

        return TryTake('\n');
    }

    /// <summary>Goes on behind blanks and tabs.</summary>
    public void SkipBlanks()
    {
        while (Current is ' ' or '\t')
        {
            Position++;
        }
    }

    /// <summary>Goes on behind blanks and a comment.</summary>
    public void SkipBlanksAndComment()
    {
        SkipBlanks();
        if (!TryTake('#'))
        {
            return;
        }

        while (!IsAtEnd && !IsAtNewline())
        {
            DemandNoControl("a comment");
            Position++;
        }
    }

    /// <summary>Goes on behind blanks, comments and ends of lines.</summary>
    public void SkipLines()
    {
        do
        {
            SkipBlanksAndComment();
        }
        while (TryTakeNewline());
    }

    /// <summary>Whether the line ends here.</summary>
    public bool IsAtNewline() => Current == '\n' || (Current == '\r' && Peek(1) == '\n');

    /// <summary>Text from a position up to the next character.</summary>
    public string From(int start) => text[start..Position];

    /// <summary>Refuses control characters but for the tab.</summary>
    public void DemandNoControl(string where)
    {
        if (Current is (< ' ' and not '\t') or '\x7F')
        {
            throw Fail($"{Show()} is not allowed in {where}", where == "a comment" ? null : "write it as an escape, such as \\u0000");
        }
    }

    /// <summary>A failure at the next character.</summary>
    public ConfigurationException Fail(string detail, string? hint = null) => Fail(Place, detail, hint);

    /// <summary>A failure at a place.</summary>
    public ConfigurationException Fail(TomlPlace place, string detail, string? hint = null) =>
        new(file, place.Line, place.Column, detail, hint);

    /// <summary>What comes next, for messages.</summary>
    public string Show()
    {
        if (IsAtEnd)
        {
            return "the end of the file";
        }

        if (IsAtNewline())
        {
            return "the end of the line";
        }

        var rune = Rune.GetRuneAt(text, Position);
        return Rune.IsControl(rune) ? $"character U+{rune.Value:X4}" : $"'{rune}'";
    }
}

namespace GeodeArchive.Configuration.Toml;

/// <summary>A key: one part, or several with dots between them.</summary>
internal sealed class TomlKey(List<TomlKeyPart> parts)
{
    /// <summary>How many parts, at least one.</summary>
    public int Count => parts.Count;

    /// <summary>The last part.</summary>
    public TomlKeyPart Last => parts[^1];

    /// <summary>A part.</summary>
    public TomlKeyPart this[int index] => parts[index];

    /// <summary>The key up to and with a part, for messages.</summary>
    public string Through(int index) => string.Join('.', parts.Take(index + 1).Select(part => Show(part.Name)));

    private static string Show(string name) => name.Length > 0 && name.All(IsBare)
        ? name
        : TomlText.Quote(name);

    /// <summary>Whether a key may have this without quotes.</summary>
    public static bool IsBare(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-';
}

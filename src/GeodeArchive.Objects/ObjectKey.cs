using System.Buffers;
using System.Text;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Objects;

/// <summary>
/// Name of an object below an archive root: components joined by '/'. A component is a valid file name, holds no control
/// character and does not start with a dot (those names belong to the store itself, for files being written).
/// </summary>
public readonly record struct ObjectKey : IComparable<ObjectKey>
{
    private readonly string? _text;

    private ObjectKey(string text) => _text = text;

    /// <summary>The key as text, "archive/repository".</summary>
    public string Text => _text ?? string.Empty;

    /// <summary>True if <paramref name="text"/> can be a key.</summary>
    public static bool IsValid(string text) => text.Length > 0 && text.Split('/').All(IsValidComponent);

    /// <summary>Makes a key.</summary>
    /// <exception cref="ArgumentException">It is not a valid key.</exception>
    public static ObjectKey From(string text) =>
        IsValid(text) ? new ObjectKey(text) : throw new ArgumentException($"not an object key: '{text}'", nameof(text));

    /// <summary>The components, from the root down.</summary>
    public FileName[] Components() => [.. Text.Split('/').Select(FileName.From)];

    /// <inheritdoc/>
    public int CompareTo(ObjectKey other) => string.CompareOrdinal(Text, other.Text);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>False for a lone surrogate, which has no UTF-8: another name would be written in its place.</summary>
    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var used) != OperationStatus.Done)
            {
                return false;
            }

            text = text[used..];
        }

        return true;
    }

    private static bool IsValidComponent(string component) =>
        component.Length > 0
        && component[0] != '.'
        && !component.Any(char.IsControl)
        && IsWellFormed(component)
        && FileName.IsValid(Encoding.UTF8.GetBytes(component));
}

using System.Text;

namespace GeodeArchive.Format;

/// <summary>What a backup may be called: see format-spec/repository.md.</summary>
public static class BackupName
{
    /// <summary>
    /// Whether <paramref name="name"/> is 1 to 255 bytes of UTF-8, does not start with a dot, holds no slash and no control character, and
    /// is neither <c>archive</c> nor <c>wal</c>.
    /// </summary>
    public static bool IsValid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || name[0] == '.' || name is "archive" or "wal" || name.Contains('/') || StrictText.HasControl(name))
        {
            return false;
        }

        int size = 0;
        foreach (char c in name)
        {
            // A lone surrogate has no UTF-8.
            if (char.IsSurrogate(c))
            {
                return IsValidWithSurrogates(name);
            }

            size += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        }

        return size <= Limits.BackupNameSizeMax;
    }

    private static bool IsValidWithSurrogates(string name)
    {
        int size = 0;
        ReadOnlySpan<char> rest = name;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out Rune rune, out int used) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            size += rune.Utf8SequenceLength;
            rest = rest[used..];
        }

        return size <= Limits.BackupNameSizeMax;
    }
}

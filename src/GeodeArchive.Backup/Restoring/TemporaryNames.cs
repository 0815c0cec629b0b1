using System.Globalization;
using System.Text;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Restoring;

/// <summary>
/// Names for what is made beside the entry that it replaces. One that is left by a restore that was interrupted is known by its form, and
/// removed by the next. Safe for several workers.
/// </summary>
internal sealed class TemporaryNames
{
    private const int DigitCount = 16;

    private long _last;

    private static ReadOnlySpan<byte> Prefix => ".geode-restore-"u8;

    /// <summary>True if a name has the form of these.</summary>
    public static bool IsTemporary(FileName name) =>
        name.Bytes.Length == Prefix.Length + DigitCount
        && name.Bytes.StartsWith(Prefix)
        && name.Bytes[Prefix.Length..].IndexOfAnyExcept("0123456789abcdef"u8) < 0;

    /// <summary>Makes something under a name that is not taken.</summary>
    public FileName Make(Action<FileName> make)
    {
        while (true)
        {
            var number = Interlocked.Increment(ref _last).ToString($"x{DigitCount}", CultureInfo.InvariantCulture);
            var name = FileName.From(Encoding.ASCII.GetString(Prefix) + number);
            try
            {
                make(name);
                return name;
            }
            catch (FileException error) when (error.Error == FileError.Exists)
            {
                // Left by a restore that was interrupted, or an entry of that name.
            }
        }
    }
}

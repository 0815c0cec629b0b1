using System.Text;
using System.Text.Unicode;

namespace GeodeArchive.Configuration.Toml;

/// <summary>Reads documents of TOML 1.0, all of it (https://toml.io/en/v1.0.0).</summary>
/// <remarks>
/// Arrays and inline tables nest at most 64 deep, a key has at most 32 parts; memory is bounded by a multiple of the document's size.
/// </remarks>
public static class TomlDocument
{
    /// <summary>Reads a document.</summary>
    /// <param name="bytes">UTF-8, with or without a byte order mark.</param>
    /// <param name="file">Its name in messages.</param>
    /// <exception cref="ConfigurationException">It is not valid; the first thing that is wrong, with its place.</exception>
    public static TomlTable Read(ReadOnlySpan<byte> bytes, string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!Utf8.IsValid(bytes))
        {
            throw NotUtf8(bytes, file);
        }

        bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        return new TomlReader(new TomlCursor(Encoding.UTF8.GetString(bytes), file)).Read();
    }

    private static ConfigurationException NotUtf8(ReadOnlySpan<byte> bytes, string file)
    {
        var line = 1;
        var column = 1;
        var position = 0;
        while (Rune.DecodeFromUtf8(bytes[position..], out var rune, out var length) == System.Buffers.OperationStatus.Done)
        {
            position += length;
            column++;
            if (rune.Value == '\n')
            {
                line++;
                column = 1;
            }
        }

        return new ConfigurationException(
            file, line, column, $"byte 0x{bytes[position]:X2} is not valid UTF-8", "save the file as UTF-8");
    }
}

using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Filtering;

/// <summary>The mark of directories whose content can be made again: https://bford.info/cachedir/.</summary>
internal static class CacheTag
{
    /// <summary>The file that marks.</summary>
    public static FileName Name { get; } = FileName.From("CACHEDIR.TAG");

    private static ReadOnlySpan<byte> Signature => "Signature: 8a477f597d28d172789f06886806bc55"u8;

    /// <summary>True if a directory has the file, and that begins as it should.</summary>
    public static bool IsIn(IDirectory directory)
    {
        Span<byte> beginning = stackalloc byte[Signature.Length];
        try
        {
            using var tag = directory.OpenFile(Name);
            return tag.Read(beginning, offset: 0) == beginning.Length && beginning.SequenceEqual(Signature);
        }
        catch (FileException)
        {
            // No mark that could be read: the directory is saved like any other, and the file reported there.
            return false;
        }
    }
}

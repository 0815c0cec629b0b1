namespace GeodeArchive.Backup.Storing;

/// <summary>A stretch of one file to be read and stored.</summary>
/// <param name="File">The file.</param>
/// <param name="Index">Number of the part in the file.</param>
/// <param name="Offset">Where it starts.</param>
/// <param name="Length">Its length, as the walk saw the file.</param>
/// <param name="IsHole">True if the walk saw nothing but a hole, of any length: it is not read.</param>
internal readonly record struct FilePart(PendingFile File, long Index, long Offset, long Length, bool IsHole = false)
{
    /// <summary>Lets go of the directories of parts that nobody will store.</summary>
    public static void Release(IEnumerable<FilePart> parts)
    {
        foreach (var part in parts)
        {
            part.File.Directory.Release();
        }
    }
}

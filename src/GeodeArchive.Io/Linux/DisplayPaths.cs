using GeodeArchive.Io.Files;

namespace GeodeArchive.Io.Linux;

/// <summary>Paths for messages.</summary>
internal static class DisplayPaths
{
    /// <summary>The path of <paramref name="name"/> in a directory.</summary>
    internal static string Join(string directoryPath, FileName name) =>
        directoryPath.EndsWith('/') ? $"{directoryPath}{name}" : $"{directoryPath}/{name}";
}

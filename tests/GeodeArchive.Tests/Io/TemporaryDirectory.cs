using GeodeArchive.Io.Files;
using GeodeArchive.Io.Linux;

namespace GeodeArchive.Tests.Io;

/// <summary>A directory of the real file system that is there as long as a test runs.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("geode-test-").FullName;

    public FilePath Path => FilePath.From(_path);

    public string TextPath => _path;

    public void Dispose()
    {
        // Not through the base library, which loses names that are not UTF-8.
        using (var directory = new LinuxFileSystem().OpenDirectory(Path))
        {
            Empty(directory);
        }

        Directory.Delete(_path);
    }

    private static void Empty(IDirectory directory)
    {
        foreach (var entry in directory.List())
        {
            if (entry.Kind != FileKind.Directory)
            {
                directory.DeleteFile(entry.Name);
                continue;
            }

            directory.SetMode(entry.Name, Convert.ToInt32("700", fromBase: 8));
            using (var below = directory.OpenDirectory(entry.Name))
            {
                Empty(below);
            }

            directory.DeleteDirectory(entry.Name);
        }
    }
}

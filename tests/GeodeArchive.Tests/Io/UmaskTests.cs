using System.Runtime.InteropServices;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Linux;

namespace GeodeArchive.Tests.Io;

/// <summary>Alone, because the umask is the whole process's.</summary>
[Collection(nameof(UmaskTests))]
[CollectionDefinition(nameof(UmaskTests), DisableParallelization = true)]
public sealed partial class UmaskTests
{
    [Fact]
    public void Modes_do_not_depend_on_the_umask()
    {
        using var temporary = new TemporaryDirectory();
        using var directory = new LinuxFileSystem().OpenDirectory(temporary.Path);
        var mode = Convert.ToInt32("754", fromBase: 8);
        var before = umask(Convert.ToUInt32("777", fromBase: 8));
        try
        {
            directory.CreateFile(FileName.From("file"), mode).Dispose();
            directory.CreateDirectory(FileName.From("directory"), mode);
        }
        finally
        {
            _ = umask(before);
        }

        Assert.Equal(mode, directory.GetMetadata(FileName.From("file")).Mode);
        Assert.Equal(mode, directory.GetMetadata(FileName.From("directory")).Mode);
    }

    [LibraryImport("libc")]
    private static partial uint umask(uint mask);
}

using GeodeArchive.Io;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Tests.Io;

/// <summary>
/// What every file system does, the real one and the simulated one: the simulation is worth what it has in common with the real one.
/// </summary>
public abstract partial class FileSystemConformance
{
    protected static FileName Name(string text) => FileName.From(text);

    /// <summary>Runs a test body with a machine and the path of an empty directory.</summary>
    protected abstract void Run(Action<Machine, FilePath> body);

    protected void InDirectory(Action<IDirectory> body) => InDirectory((_, directory) => body(directory));

    protected void InDirectory(Action<Machine, IDirectory> body) => Run((machine, path) =>
    {
        using var directory = machine.Files.OpenDirectory(path);
        body(machine, directory);
    });

    protected static void Put(IDirectory directory, string name, ReadOnlySpan<byte> content)
    {
        using var file = directory.CreateFile(Name(name), Mode("644"));
        file.Write(content, offset: 0);
    }

    protected static byte[] Get(IDirectory directory, string name) => Get(directory, Name(name));

    protected static byte[] Get(IDirectory directory, FileName name)
    {
        using var file = directory.OpenFile(name);
        var content = new byte[file.Length];
        Assert.Equal(content.Length, file.Read(content, offset: 0));
        return content;
    }

    protected static IEnumerable<string> Names(IDirectory directory) =>
        directory.List().Select(entry => entry.Name).Order().Select(name => name.ToString());

    protected static int Mode(string octal) => Convert.ToInt32(octal, fromBase: 8);

    protected static void AssertFails(FileError expected, Action operation)
    {
        var exception = Assert.Throws<FileException>(operation);
        Assert.Equal(expected, exception.Error);
        Assert.Equal(1, exception.Message.Split(exception.Path).Length - 1);
        Assert.StartsWith($"cannot {exception.Operation} {exception.Path}: ", exception.Message, StringComparison.Ordinal);
    }
}

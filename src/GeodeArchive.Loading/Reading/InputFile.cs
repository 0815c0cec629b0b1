using GeodeArchive.Io;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Loading.Reading;

/// <summary>A file of input, open.</summary>
internal sealed class InputFile : IDisposable
{
    private readonly IFile _file;

    private InputFile(LoadInput input, IFile file)
    {
        Input = input;
        _file = file;
        Length = file.Length;
    }

    /// <summary>What it is.</summary>
    public LoadInput Input { get; }

    /// <summary>Its bytes, when it was opened.</summary>
    public long Length { get; }

    /// <summary>Its name, for people.</summary>
    public string Name => Input.Path.ToString();

    /// <summary>Opens a file.</summary>
    /// <exception cref="FileException">It cannot be read.</exception>
    public static InputFile Open(Machine machine, LoadInput input)
    {
        using var directory = machine.Files.OpenDirectory(input.Path.Parent);
        var name = input.Path.Name ?? throw new FileException(FileError.WrongKind, "read", input.Path.ToString(), "it is no file");
        return new InputFile(input, directory.OpenFile(name));
    }

    /// <summary>Reads at an offset.</summary>
    public int Read(Span<byte> destination, long offset) => _file.Read(destination, offset);

    /// <summary>A failure in this file.</summary>
    public LoadException Fail(long line, int column, string detail, string? hint = null) => new(Name, line, column, detail, hint);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}

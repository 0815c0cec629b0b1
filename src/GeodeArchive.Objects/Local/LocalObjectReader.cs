using GeodeArchive.Io.Files;

namespace GeodeArchive.Objects.Local;

/// <summary>Reads an object through its open file.</summary>
internal sealed class LocalObjectReader(IFile file, ObjectKey key) : IObjectReader
{
    public int Read(long offset, Span<byte> destination)
    {
        try
        {
            return file.Read(destination, offset);
        }
        catch (FileException error)
        {
            throw LocalErrors.Translate(error, key.Text);
        }
    }

    public (int Count, long Length) ReadSuffix(Span<byte> destination)
    {
        try
        {
            var length = file.Length;
            var count = (int)Math.Min(length, destination.Length);
            return (file.Read(destination[..count], length - count), length);
        }
        catch (FileException error)
        {
            throw LocalErrors.Translate(error, key.Text);
        }
    }

    public void Dispose() => file.Dispose();
}

using System.Security.Cryptography;
using GeodeArchive.Format;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Objects;

namespace GeodeArchive.Repository.Exporting;

/// <summary>
/// An object on its way into an export. It begins with its first byte: of several open ones, one is written after the other.
/// </summary>
internal sealed class ExportUpload : IObjectUpload
{
    private readonly ExportWriter _export;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _size;

    public ExportUpload(ExportWriter export, ObjectKey key)
    {
        _export = export;
        Key = key;
    }

    public ObjectKey Key { get; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _export.Write(bytes);
        _size += bytes.Length;
    }

    public void WritePart(AlignedBuffer part, int length) => Write(part.Span[..length]);

    public void Complete() => _export.Add(new ExportEntry(Key.Text, _size, Hash256.Read(_hash.GetHashAndReset())));

    public void Dispose() => _hash.Dispose();
}

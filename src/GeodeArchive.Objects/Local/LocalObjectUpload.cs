using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Objects.Local;

/// <summary>An object being written to a temporary file, past the page cache.</summary>
internal sealed class LocalObjectUpload : IObjectUpload
{
    private const int Alignment = 4096;

    private readonly LocalPlace _place;
    private readonly FileName _temporary;
    private readonly IFile _file;
    private long _length;
    private bool _ended;

    public LocalObjectUpload(LocalObjectStore store, ObjectKey key, LocalPlace place, FileName temporary)
    {
        StoreName = store.DisplayName;
        Key = key;
        _place = place;
        _temporary = temporary;
        _file = LocalObjectStore.CreateTemporary(place.Directory, temporary);
    }

    public ObjectKey Key { get; }

    private string StoreName { get; }

    public void WritePart(AlignedBuffer part, int length)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (_length % Alignment != 0)
        {
            throw new InvalidOperationException($"{StoreName}: a part after the last part of {Key}");
        }

        var padded = (length + Alignment - 1) / Alignment * Alignment;
        var bytes = part.Span[..padded];
        bytes[length..].Clear();
        try
        {
            _file.Write(bytes, _length);
        }
        catch (FileException error)
        {
            throw LocalErrors.Translate(error, Key);
        }

        _length += length;
    }

    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        try
        {
            if (_length % Alignment != 0)
            {
                _file.SetLength(_length);
            }

            _file.Sync();
            _place.Directory.Rename(_temporary, _place.Directory, _place.Name, replace: false);
        }
        catch (FileException error)
        {
            throw LocalErrors.Translate(error, Key);
        }

        _ended = true;
        _file.Dispose();
        try
        {
            LocalObjectStore.SyncNames(_place.Directory, Key);
        }
        finally
        {
            _place.Dispose();
        }
    }

    public void Dispose()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        _file.Dispose();
        LocalObjectStore.TryDelete(_place.Directory, _temporary);
        _place.Dispose();
    }
}

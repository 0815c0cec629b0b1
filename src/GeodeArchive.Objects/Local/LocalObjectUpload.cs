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
    private bool _hasFailed;
    private bool _isEnded;

    public LocalObjectUpload(LocalObjectStore store, ObjectKey key, LocalPlace place, FileName temporary)
    {
        StoreName = store.DisplayName;
        Key = key;
        _place = place;
        _temporary = temporary;
        _file = LocalObjectStore.CreateTemporary(place.Directory, temporary, FileOpening.Direct);
    }

    public ObjectKey Key { get; }

    private string StoreName { get; }

    public void WritePart(AlignedBuffer part, int length)
    {
        DemandUsable();
        if (_length % Alignment != 0)
        {
            throw new InvalidOperationException($"{StoreName}: a part after the last part of {Key}");
        }

        var padded = (length + Alignment - 1) / Alignment * Alignment;
        var bytes = part.Span[..padded];
        bytes[length..].Clear();
        _hasFailed = true;
        try
        {
            _file.Write(bytes, _length);
        }
        catch (FileException error)
        {
            throw LocalErrors.TranslateFailure(error, Key.Text);
        }

        _hasFailed = false;
        _length += length;
    }

    public void Complete()
    {
        DemandUsable();
        _hasFailed = true;
        try
        {
            if (_length % Alignment != 0)
            {
                _file.SetLength(_length);
            }

            _file.Sync();
        }
        catch (FileException error)
        {
            throw LocalErrors.TranslateFailure(error, Key.Text);
        }

        _place.Publish(_temporary, Key);
        _isEnded = true;
        _file.Dispose();
        _place.Dispose();
    }

    public void Dispose()
    {
        if (_isEnded)
        {
            return;
        }

        _isEnded = true;
        _file.Dispose();
        LocalObjectStore.TryDelete(_place.Directory, _temporary);
        _place.Dispose();
    }

    /// <summary>After a failure the file holds nobody knows what, and a second sync proves nothing: it must not become an object.</summary>
    private void DemandUsable()
    {
        ObjectDisposedException.ThrowIf(_isEnded, this);
        if (_hasFailed)
        {
            throw new InvalidOperationException($"{StoreName}: the upload of {Key} has failed");
        }
    }
}

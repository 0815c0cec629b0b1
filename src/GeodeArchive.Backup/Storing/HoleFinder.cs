using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Storing;

/// <summary>
/// Finds the parts of a sparse file that are nothing but hole, so that a file of exabytes has as many parts as it has data.
/// </summary>
internal sealed class HoleFinder : IDisposable
{
    private readonly IFile? _file;
    private readonly long _size;
    private readonly long _partSize;

    // The last data found; before the first there is none.
    private long _dataStart;
    private long _dataEnd;
    private bool _isLost;

    /// <summary>Opens a file that is larger than what is allocated for it. One that cannot be opened has no holes here.</summary>
    public HoleFinder(PendingFile file, long partSize)
    {
        _size = file.Metadata.Size;
        _partSize = partSize;
        if (file.Metadata.AllocatedSize >= _size)
        {
            return;
        }

        try
        {
            _file = file.Directory.Directory.OpenFile(file.Name);
        }
        catch (FileException)
        {
            // Whoever reads the file meets the same, and reports it.
        }
    }

    /// <summary>The length of the whole parts at <paramref name="offset"/> that are hole; 0 if the next part has data.</summary>
    public long LengthAt(long offset)
    {
        if (_file is null || _isLost)
        {
            return 0;
        }

        if (offset >= _dataEnd)
        {
            Advance(offset);
        }

        return _dataStart >= _size ? _size - offset : Math.Max(_dataStart - offset, 0) / _partSize * _partSize;
    }

    public void Dispose() => _file?.Dispose();

    private void Advance(long offset)
    {
        try
        {
            if (!_file!.TryFindData(offset, out _dataStart, out _dataEnd))
            {
                _dataStart = _dataEnd = long.MaxValue;
            }
        }
        catch (FileException)
        {
            _isLost = true;
            _dataStart = offset;
        }
    }
}

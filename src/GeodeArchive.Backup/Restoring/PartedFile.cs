using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Restoring;

/// <summary>
/// A large file that several workers write, each a part of it. Whoever ends the last part gives it its length and metadata; it stays open
/// until then, and is closed unfinished when the restore was ended before.
/// </summary>
internal sealed class PartedFile
{
    private readonly IFile _file;
    private readonly Action<IFile> _atEnd;
    private int _holders = 1;
    private bool _isAbandoned;

    /// <summary>Starts with one holder.</summary>
    /// <param name="file">The new file; owned from now on.</param>
    /// <param name="atEnd">Finishes the file when all parts are in it; runs on the last holder's worker.</param>
    public PartedFile(IFile file, Action<IFile> atEnd)
    {
        _file = file;
        _atEnd = atEnd;
    }

    public IFile File => _file;

    /// <summary>Adds a holder; only a holder may do that.</summary>
    public void Hold() => Interlocked.Increment(ref _holders);

    /// <summary>Ends one holding without its part: the file stays unfinished.</summary>
    public void Abandon()
    {
        Volatile.Write(ref _isAbandoned, true);
        Release();
    }

    /// <summary>Ends one holding; the last one finishes and closes the file.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) > 0)
        {
            return;
        }

        using (_file)
        {
            if (!Volatile.Read(ref _isAbandoned))
            {
                _atEnd(_file);
            }
        }
    }
}

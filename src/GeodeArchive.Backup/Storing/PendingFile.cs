using GeodeArchive.Backup.Walking;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Storing;

/// <summary>
/// A file whose content is being stored, by one worker or, in parts, by many. The walk hands its parts out and the assembler takes
/// them in order; between the two there are never more than <see cref="PartsAheadMax"/>, so that a file of any size takes the same memory.
/// </summary>
internal sealed class PendingFile
{
    /// <summary>Parts that may be handed out beyond those that the assembler has taken.</summary>
    public const int PartsAheadMax = 256;

    private readonly FileGate _gate;

    // Parts from _taken on, each at its index modulo the length.
    private readonly PartContent?[] _parts;
    private long _taken;
    private bool _isEnded;
    private int _waiterCount;

    /// <summary>Starts a file.</summary>
    /// <param name="gate">What its stages wait on.</param>
    /// <param name="directory">Where it is.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="metadata">What the walk saw.</param>
    /// <param name="partSize">Files are cut at every so many bytes.</param>
    public PendingFile(FileGate gate, DirectoryLease directory, FileName name, FileMetadata metadata, long partSize)
    {
        _gate = gate;
        Directory = directory;
        Name = name;
        Metadata = metadata;

        // Not (size + partSize - 1) / partSize, which the size of a sparse file of nearly 8 EiB overflows.
        PartCount = metadata.Size == 0 ? 0 : ((metadata.Size - 1) / partSize) + 1;
        _parts = new PartContent?[Math.Min(PartCount, PartsAheadMax)];
    }

    public DirectoryLease Directory { get; }

    public FileName Name { get; }

    /// <summary>What the walk saw.</summary>
    public FileMetadata Metadata { get; }

    public string Path => Directory.PathOf(Name);

    /// <summary>Parts that a file of this size has, up to 2^37: fewer where holes of several parts are one.</summary>
    public long PartCount { get; }

    /// <summary>Asks whether to hand out a part; waits while too many are on their way.</summary>
    /// <returns>False if the file is known to end before it, so that no part is wanted any more.</returns>
    /// <exception cref="OperationCanceledException">The backup was ended.</exception>
    public bool IsWanted(long part)
    {
        _gate.Enter();
        try
        {
            while (!_isEnded && part - _taken >= _parts.Length)
            {
                Wait();
            }

            return !_isEnded;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Ends one part.</summary>
    public void Complete(long part, PartContent content)
    {
        _gate.Enter();
        try
        {
            if (Put(part, content))
            {
                _gate.PulseAll();
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Ends parts of several files, so that who waits is woken once.</summary>
    public static void Complete(List<(PendingFile File, long Part, PartContent Content)> parts)
    {
        if (parts.Count == 0)
        {
            return;
        }

        var gate = parts[0].File._gate;
        gate.Enter();
        try
        {
            var isAwaited = false;
            foreach (var (file, part, content) in parts)
            {
                isAwaited |= file.Put(part, content);
            }

            if (isAwaited)
            {
                gate.PulseAll();
            }
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <summary>Takes the parts in order, waiting for each; the last is that of the file's end, or one that ends it early.</summary>
    /// <exception cref="OperationCanceledException">The backup was ended.</exception>
    public IEnumerable<PartContent> TakeParts()
    {
        for (long taken = 0; taken < Metadata.Size;)
        {
            var content = Take();
            taken += content.Length;
            yield return content;
            if (content.EndsFile)
            {
                break;
            }
        }
    }

    /// <summary>Keeps a part's content. True if somebody waits for it.</summary>
    private bool Put(long part, PartContent content)
    {
        _parts[part % _parts.Length] = content;
        _isEnded |= content.EndsFile;
        return _waiterCount > 0 && (part == _taken || _isEnded);
    }

    private void Wait()
    {
        _waiterCount++;
        try
        {
            _gate.Wait();
        }
        finally
        {
            _waiterCount--;
        }
    }

    private PartContent Take()
    {
        _gate.Enter();
        try
        {
            var place = _taken % _parts.Length;
            while (_parts[place] is null)
            {
                Wait();
            }

            var content = _parts[place]!;
            _parts[place] = null;
            if (_taken++ + _parts.Length < PartCount && _waiterCount > 0)
            {
                // The walk may wait to hand out one more.
                _gate.PulseAll();
            }

            return content;
        }
        finally
        {
            _gate.Exit();
        }
    }
}

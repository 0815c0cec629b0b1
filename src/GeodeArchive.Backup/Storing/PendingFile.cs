using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Backup.Storing;

/// <summary>A file whose content is being stored, by one worker or, in parts, by many.</summary>
internal sealed class PendingFile
{
    private readonly IGate _gate;
    private readonly PartContent?[] _parts;
    private int _partsLeft;
    private bool _isVanished;
    private bool _isUnreadable;
    private bool _isChanged;

    public PendingFile(IGate gate, DirectoryLease directory, FileName name, FileMetadata metadata, int partCount)
    {
        _gate = gate;
        Directory = directory;
        Name = name;
        Metadata = metadata;
        _parts = new PartContent?[partCount];
        _partsLeft = partCount;
    }

    public DirectoryLease Directory { get; }

    public FileName Name { get; }

    /// <summary>What the walk saw.</summary>
    public FileMetadata Metadata { get; }

    public string Path => Directory.PathOf(Name);

    /// <summary>Ends one part. A null content says that the part could not be read.</summary>
    public void Complete(int part, PartContent? content, bool isChanged, bool isVanished = false)
    {
        _gate.Enter();
        try
        {
            _parts[part] = content;
            _isUnreadable |= content is null;
            _isChanged |= isChanged;
            _isVanished |= isVanished;
            if (--_partsLeft == 0)
            {
                _gate.PulseAll();
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Waits for all parts.</summary>
    /// <param name="isAborted">Asked after each wake-up: true ends the waiting.</param>
    /// <returns>What became of the file, or null if the waiting was ended.</returns>
    public StoredFile? Wait(Func<bool> isAborted)
    {
        _gate.Enter();
        try
        {
            while (_partsLeft > 0)
            {
                if (isAborted())
                {
                    return null;
                }

                _gate.Wait();
            }
        }
        finally
        {
            _gate.Exit();
        }

        var flags = (_isChanged ? EntryFlags.Changed : EntryFlags.None) | (_isUnreadable ? EntryFlags.Unreadable : EntryFlags.None);
        return new StoredFile(_isVanished, flags, _isUnreadable ? [] : UpToFirstShort());
    }

    /// <summary>A file that was cut while it was read ends where the first part came out short.</summary>
    private List<PartContent> UpToFirstShort()
    {
        var parts = new List<PartContent>(_parts.Length);
        foreach (var part in _parts)
        {
            parts.Add(part!);
            if (part!.IsShort)
            {
                break;
            }
        }

        return parts;
    }
}

using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Walking;

/// <summary>
/// A file with several names: what the walk saw of it under the first, and what the assembler got for it, which serves for the others.
/// </summary>
internal sealed class LinkedFile
{
    /// <summary>Bytes of memory that one takes before anything is known of it, about.</summary>
    public const int SizeLeast = 300;

    private const int SizePerItem = 64;

    private readonly LinkedFiles _files;
    private readonly long _size;
    private readonly FileTime _modified;
    private readonly FileTime _changed;
    private long _countedSize = SizeLeast;

    public LinkedFile(LinkedFiles files, FileMetadata metadata)
    {
        _files = files;
        _size = metadata.Size;
        _modified = metadata.Modified;
        _changed = metadata.Changed;
        LeftCount = metadata.LinkCount - 1;
        files.AddSize(SizeLeast);
    }

    /// <summary>Names that the walk has not met yet; those outside of the source it never will.</summary>
    public long LeftCount { get; set; }

    /// <summary>The content; null until it is stored, and if the file vanished.</summary>
    public FileContent? Content { get; private set; }

    /// <summary>Bytes of the content.</summary>
    public long Size { get; private set; }

    /// <summary>What went wrong with it.</summary>
    public EntryFlags Flags { get; private set; }

    /// <summary>Extended attributes.</summary>
    public ImmutableArray<TreeAttribute> Attributes { get; private set; } = [];

    /// <summary>True if the file, met again under another name, is what it was.</summary>
    public bool IsStill(FileMetadata now) => now.Size == _size && now.Modified == _modified && now.Changed == _changed;

    /// <summary>Keeps what was stored under the first name. For the assembler.</summary>
    public void Keep(TreeEntry entry)
    {
        Content = entry.Content;
        Size = entry.Size;
        Flags = entry.Flags;
        Attributes = entry.Attributes;
        var counted = Interlocked.Read(ref _countedSize);
        var more = entry.Attributes.Sum(attribute => (long)SizePerItem + attribute.Name.Length + attribute.Value.Length)
            + ((entry.Content?.Extents.Length ?? 0) * SizePerItem);
        if (counted > 0 && Interlocked.CompareExchange(ref _countedSize, counted + more, counted) == counted)
        {
            _files.AddSize(more);
        }
    }

    /// <summary>The walk will not meet it again: what it takes is given back soon. For the walk.</summary>
    public void Forget() => _files.AddSize(-Interlocked.Exchange(ref _countedSize, 0));
}

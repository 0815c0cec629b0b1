using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Walking;

/// <summary>
/// A file with several names: what the walk saw of it under the first, and what the assembler got for it, which serves for the others.
/// </summary>
internal sealed class LinkedFile(FileMetadata metadata)
{
    private readonly long _size = metadata.Size;
    private readonly FileTime _modified = metadata.Modified;
    private readonly FileTime _changed = metadata.Changed;

    /// <summary>Names that the walk has not met yet; those outside of the source it never will.</summary>
    public long LeftCount { get; set; } = metadata.LinkCount - 1;

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

    /// <summary>Keeps what was stored under the first name.</summary>
    public void Keep(TreeEntry entry)
    {
        Content = entry.Content;
        Size = entry.Size;
        Flags = entry.Flags;
        Attributes = entry.Attributes;
    }
}

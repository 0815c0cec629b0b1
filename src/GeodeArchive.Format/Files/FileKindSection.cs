namespace GeodeArchive.Format;

/// <summary>The part of a file header that only one kind of file has. Indexes have none.</summary>
public abstract record FileKindSection
{
    private protected FileKindSection()
    {
    }

    /// <summary>The kind of file that has this section.</summary>
    public abstract ArchiveFileKind Kind { get; }

    /// <summary>Where its fields end in a header; what follows is reserved.</summary>
    internal abstract int End { get; }

    /// <summary>Writes the fields into a whole header whose section is zero.</summary>
    internal abstract void Write(Span<byte> header);

    /// <summary>The checks that both encoder and decoder make.</summary>
    internal abstract void Validate(FileHeader header, Place place);

    /// <summary>Refuses reserved bytes between its fields that are set.</summary>
    internal virtual void RequireReserved(ReadOnlySpan<byte> header, Place place)
    {
    }
}

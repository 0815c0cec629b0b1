namespace GeodeArchive.Format;

/// <summary>The id of a backup: the file id of its backup file.</summary>
/// <param name="Value">The 16 bytes.</param>
public readonly record struct BackupId(Id128 Value) : IComparable<BackupId>
{
    /// <summary>Whether it is all zero, which means "none".</summary>
    public bool IsZero => Value.IsZero;

    /// <summary>Reads 16 bytes.</summary>
    public static BackupId Read(ReadOnlySpan<byte> source) => new(Id128.Read(source));

    /// <summary>Reads 32 lower-case hexadecimal digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out BackupId id)
    {
        bool parsed = Id128.TryParse(text, out Id128 value);
        id = new BackupId(value);
        return parsed;
    }

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> destination) => Value.Write(destination);

    /// <summary>The same bytes as the id of the file that it names.</summary>
    public FileId AsFileId() => new(Value);

    /// <inheritdoc/>
    public int CompareTo(BackupId other) => Value.CompareTo(other.Value);

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}

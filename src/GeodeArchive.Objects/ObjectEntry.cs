namespace GeodeArchive.Objects;

/// <summary>One object of a listing.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Size">Its length in bytes.</param>
public readonly record struct ObjectEntry(ObjectKey Key, long Size);

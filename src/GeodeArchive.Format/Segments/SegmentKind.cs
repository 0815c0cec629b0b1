namespace GeodeArchive.Format;

/// <summary>What the blocks of a segment hold. 0 is invalid.</summary>
public enum SegmentKind : byte
{
    /// <summary>File content.</summary>
    Data = 1,

    /// <summary>Tree nodes.</summary>
    Metadata = 2,
}

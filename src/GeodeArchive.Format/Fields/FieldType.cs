namespace GeodeArchive.Format;

/// <summary>What the bytes of a field mean.</summary>
public enum FieldType
{
    /// <summary>Bytes as they are.</summary>
    Bytes = 1,

    /// <summary>An unsigned number, of as many bytes as the field has.</summary>
    Number = 2,

    /// <summary>Nanoseconds since 1970-01-01 UTC, signed.</summary>
    Time = 3,

    /// <summary>An id of 16 bytes; zero means none.</summary>
    Id = 4,

    /// <summary>32 bytes of a hash; zero means none.</summary>
    Hash = 5,

    /// <summary>Bytes that must be zero.</summary>
    Reserved = 6,

    /// <summary>A CRC32C of other bytes.</summary>
    Checksum = 7,

    /// <summary>UTF-8, filled up with zero bytes.</summary>
    Text = 8,

    /// <summary>Bytes that open something, or hold what does: not to be shown.</summary>
    Secret = 9,

    /// <summary>A place in the stream of a log.</summary>
    Lsn = 10,

    /// <summary>32 bytes that refer to a page of a store file; zero means none.</summary>
    Pointer = 11,
}

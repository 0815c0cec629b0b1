namespace GeodeArchive.Loading.Values;

/// <summary>The types that a column of properties can have.</summary>
internal enum ColumnType
{
    /// <summary>Text.</summary>
    String = 1,

    /// <summary>A whole number.</summary>
    Integer = 2,

    /// <summary>A number with a fraction.</summary>
    Float = 3,

    /// <summary>true or false.</summary>
    Boolean = 4,

    /// <summary>A moment: RFC 3339, with the name of a zone in brackets if there is one.</summary>
    DateTime = 5,

    /// <summary>Bytes, as base64.</summary>
    Bytes = 6,

    /// <summary>A value of any type, as JSON lines have it.</summary>
    Json = 7,
}

namespace GeodeArchive.Format;

/// <summary>The type of a property's value. 0 is invalid.</summary>
public enum PropertyType : byte
{
    /// <summary>Nothing; only in a list.</summary>
    Null = 1,

    /// <summary>True or false.</summary>
    Boolean = 2,

    /// <summary>A whole number of 64 bits.</summary>
    Integer = 3,

    /// <summary>A binary64.</summary>
    Float = 4,

    /// <summary>Text.</summary>
    String = 5,

    /// <summary>Bytes.</summary>
    Bytes = 6,

    /// <summary>A moment, with the offset and zone that it was given in.</summary>
    DateTime = 7,

    /// <summary>Values in order.</summary>
    List = 8,
}

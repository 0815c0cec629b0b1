namespace GeodeArchive.Configuration.Toml;

/// <summary>The types of TOML.</summary>
public enum TomlKind
{
    /// <summary>Text.</summary>
    String = 1,

    /// <summary>A whole number of 64 bits.</summary>
    Integer = 2,

    /// <summary>A number of IEEE 754, 64 bits.</summary>
    Float = 3,

    /// <summary>True or false.</summary>
    Boolean = 4,

    /// <summary>Date and time with an offset from UTC.</summary>
    OffsetDateTime = 5,

    /// <summary>Date and time without an offset.</summary>
    LocalDateTime = 6,

    /// <summary>A date.</summary>
    LocalDate = 7,

    /// <summary>A time of the day.</summary>
    LocalTime = 8,

    /// <summary>Values in order.</summary>
    Array = 9,

    /// <summary>Values with keys.</summary>
    Table = 10,
}

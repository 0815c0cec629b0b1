namespace GeodeArchive.Format;

/// <summary>A field at a fixed place of a structure.</summary>
/// <param name="Name">Its name in the specification.</param>
/// <param name="Offset">Where it starts in the structure, in bytes.</param>
/// <param name="Size">Its size, in bytes.</param>
/// <param name="Type">What its bytes mean.</param>
public readonly record struct StructureField(string Name, int Offset, int Size, FieldType Type)
{
    /// <summary>Where it ends in the structure, in bytes.</summary>
    public int End => Offset + Size;
}

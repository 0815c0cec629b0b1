using GeodeArchive.Loading.Values;

namespace GeodeArchive.Loading.Csv;

/// <summary>A column.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Name">Of the property; of an id column empty if the id is none.</param>
/// <param name="Type">Of the property.</param>
/// <param name="IsList">Several values of that type, with ';' between them.</param>
/// <param name="Space">Of an id: the id space.</param>
internal sealed record CsvColumn(int Index, ColumnRole Role, string Name, ColumnType Type, bool IsList, byte[] Space)
{
    /// <summary>Whether its fields become properties.</summary>
    public bool IsProperty => Role == ColumnRole.Property || (Role == ColumnRole.Id && Name.Length > 0);
}

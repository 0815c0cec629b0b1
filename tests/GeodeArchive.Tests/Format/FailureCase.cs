using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Something wrong, and what a decoder must call it.</summary>
internal sealed record FailureCase(string Name, FormatError Error, string Structure, long Offset, Action Decode)
{
    public void Check()
    {
        ArchiveFormatException failure = Assert.Throws<ArchiveFormatException>(Decode);
        Assert.Equal((Error, Structure, Offset), (failure.Error, failure.Structure, failure.Offset));
        Assert.StartsWith(FormatErrorNames.Name(Error) + ": ", failure.Message, StringComparison.Ordinal);
    }
}

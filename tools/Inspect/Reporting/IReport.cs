using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Reporting;

/// <summary>Where an inspection goes, item after item, as it is made: nothing is kept.</summary>
public interface IReport
{
    /// <summary>A file begins.</summary>
    /// <param name="path">As it was asked for.</param>
    /// <param name="kind">What it is, in words.</param>
    /// <param name="size">Its length, in bytes.</param>
    void BeginFile(string path, string kind, long size);

    /// <summary>A structure begins; its fields follow.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="place">Where it is, in words.</param>
    /// <param name="offset">Where in the file; null for what is compressed there.</param>
    void BeginStructure(string name, string place, long? offset);

    /// <summary>A field of the structure.</summary>
    /// <param name="name">Its name in the specification.</param>
    /// <param name="offset">Where in the file it is; null for one without a fixed place.</param>
    /// <param name="value">What it holds.</param>
    /// <param name="meaning">What that means; null if it speaks for itself.</param>
    void Field(string name, long? offset, ReportValue value, string? meaning = null);

    /// <summary>A row of a table.</summary>
    void Row(ReportTable table, params ReadOnlySpan<ReportValue> cells);

    /// <summary>A check that failed.</summary>
    void Failure(FailedCheck failure);

    /// <summary>Something to know that is not wrong.</summary>
    void Note(string text);

    /// <summary>A line of text from the file.</summary>
    void Line(string text);

    /// <summary>The file ends.</summary>
    /// <param name="failureCount">Checks that failed.</param>
    /// <param name="summary">What there is in it, in words.</param>
    void EndFile(long failureCount, string summary);
}

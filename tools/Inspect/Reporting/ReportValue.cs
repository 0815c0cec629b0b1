using System.Globalization;

namespace GeodeArchive.Inspect.Reporting;

/// <summary>A number or a text.</summary>
public readonly record struct ReportValue
{
    private readonly string? _text;

    private ReportValue(string? text, long number)
    {
        _text = text;
        Number = number;
    }

    /// <summary>Whether it is a number.</summary>
    public bool IsNumber => _text is null;

    /// <summary>The number.</summary>
    public long Number { get; }

    /// <summary>As people read it.</summary>
    public string Text => _text ?? Number.ToString(CultureInfo.InvariantCulture);

    public static implicit operator ReportValue(string text) => new(text, 0);

    public static implicit operator ReportValue(long number) => new(null, number);

    /// <summary>An unsigned number; one beyond the signed range comes out as text.</summary>
    public static ReportValue Of(ulong number) =>
        number <= long.MaxValue ? (long)number : number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The number or text.</summary>
    public override string ToString() => Text;
}

using System.Text.RegularExpressions;

namespace GeodeArchive.Tests.Format;

/// <summary>A table of a page of the specification: its cells by the names in its first row.</summary>
internal sealed partial record SpecificationTable(string Name, string Page, IReadOnlyList<IReadOnlyDictionary<string, string>> Rows)
{
    /// <summary>The tables that are headed by a layout comment.</summary>
    public static IReadOnlyList<SpecificationTable> Layouts { get; } = [.. SpecificationFolder.Pages.SelectMany(ReadLayouts)];

    /// <summary>The first table after a heading.</summary>
    public static SpecificationTable After(string page, string heading)
    {
        string[] lines = File.ReadAllLines(Path.Combine(SpecificationFolder.Root, page));
        int start = Array.IndexOf(lines, heading);
        Assert.True(start >= 0, $"{page} has no heading {heading}");
        int table = Array.FindIndex(lines, start, line => line.StartsWith('|'));
        return Read(heading, page, lines, table);
    }

    private static IEnumerable<SpecificationTable> ReadLayouts(string path)
    {
        string[] lines = File.ReadAllLines(path);
        for (int i = 0; i < lines.Length; i++)
        {
            Match match = LayoutComment().Match(lines[i]);
            if (match.Success)
            {
                yield return Read(match.Groups[1].Value, Path.GetFileName(path), lines, i + 1);
            }
        }
    }

    private static SpecificationTable Read(string name, string page, string[] lines, int start)
    {
        string[] titles = Cells(lines[start]);
        List<IReadOnlyDictionary<string, string>> rows = [];
        for (int i = start + 2; i < lines.Length && lines[i].StartsWith('|'); i++)
        {
            string[] cells = Cells(lines[i]);
            rows.Add(titles.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second));
        }

        return new SpecificationTable(name, page, rows);
    }

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];

    [GeneratedRegex(@"^<!-- layout: (\w+) -->$")]
    private static partial Regex LayoutComment();
}

using GeodeArchive.Backup.Filtering;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Cli.Commands;

/// <summary>A file of patterns, one a line, as bytes: names need not be UTF-8.</summary>
internal static class PatternFile
{
    private const int SizeMax = 16 << 20;

    /// <summary>Reads the patterns. Empty lines are left out, and lines that begin with #.</summary>
    /// <exception cref="UsageException">A line is no pattern.</exception>
    /// <exception cref="FileException">The file cannot be read.</exception>
    public static IReadOnlyList<PathPattern> Read(Machine machine, FilePath path)
    {
        var name = path.Name ?? throw new UsageException($"{path} is no file");
        using var directory = machine.Files.OpenDirectory(path.Parent);
        using var file = directory.OpenFile(name);
        if (file.Length > SizeMax)
        {
            throw new UsageException($"{path} is no list of patterns: it has more than {SizeMax >> 20} MB");
        }

        var bytes = new byte[file.Length];
        ReadOnlySpan<byte> rest = bytes.AsSpan(0, file.Read(bytes, offset: 0));
        var patterns = new List<PathPattern>();
        for (var number = 1; !rest.IsEmpty; number++)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = (end < 0 ? rest : rest[..end]).TrimEnd((byte)'\r');
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (line.IsEmpty || line[0] == '#')
            {
                continue;
            }

            patterns.Add(PathPattern.TryParse(line, out var pattern, out var reason)
                ? pattern!
                : throw new UsageException($"{path}, line {number}: '{ByteText.Show(line)}' is no pattern: {reason}"));
        }

        return patterns;
    }
}

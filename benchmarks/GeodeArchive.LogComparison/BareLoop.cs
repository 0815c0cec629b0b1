using System.Diagnostics;
using GeodeArchive.Io;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;

namespace GeodeArchive.LogComparison;

/// <summary>What the disk gives: 4 KiB written past the page cache into zeros, and synced, again and again.</summary>
internal static class BareLoop
{
    public static double PerSecond(string directory, TimeSpan duration)
    {
        Directory.CreateDirectory(directory);
        var files = SystemMachine.Create().Files;
        using var place = files.OpenDirectory(FilePath.From(directory));
        using var file = place.CreateFile(FileName.From("bare"), 0x180, FileOpening.Direct);
        using var zeros = new AlignedBuffer(1 << 20);
        zeros.Span.Clear();
        for (var offset = 0L; offset < 256 << 20; offset += zeros.Length)
        {
            file.Write(zeros.Span, offset);
        }

        file.Sync();
        using var page = new AlignedBuffer(4096);
        page.Span.Fill(7);
        var watch = Stopwatch.StartNew();
        long count = 0;
        for (; watch.Elapsed < duration && count < 65_536; count++)
        {
            file.Write(page.Span, count * 4096);
            file.Sync();
        }

        return count / watch.Elapsed.TotalSeconds;
    }
}

using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Wal.Calibrating;

/// <summary>
/// Measures what <see cref="SyncMode"/> is fastest on a file system, as the log writes: 4 KiB past the page cache into space full of zeros,
/// each written once. Which it is differs between disks by a factor of two and more, and cannot be looked up.
/// </summary>
public static class SyncCalibration
{
    private const int FileMode = 0x180; // 0600
    private const int FillSize = 1 << 20;

    // Slices in turn, so that whatever else the disk does meets all of them alike.
    private const int SliceCount = 8;
    private const int WritesPerSliceMax = 2000;

    private static readonly SyncMode[] Modes = [SyncMode.Fdatasync, SyncMode.Fsync, SyncMode.OpenDatasync];

    /// <summary>Measures all ways. Leaves no file.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="directory">Where to measure: on the file system that is to hold the log.</param>
    /// <param name="duration">How long to measure each.</param>
    /// <returns>One for each way that survives a power cut, the fastest first.</returns>
    /// <exception cref="FileException">The directory cannot be written to.</exception>
    public static IReadOnlyList<SyncMeasurement> Run(Machine machine, IDirectory directory, TimeSpan duration)
    {
        var samples = Modes.ToDictionary(mode => mode, _ => new List<TimeSpan>());
        using var page = new AlignedBuffer(LogLimits.PageSize);
        page.Span.Fill(0x5A);
        for (var slice = 0; slice < SliceCount; slice++)
        {
            foreach (var mode in Modes)
            {
                Measure(machine, directory, mode, page, duration / SliceCount, samples[mode]);
            }
        }

        return [.. Modes.Select(mode => Summarize(mode, samples[mode])).OrderBy(measured => measured.Median)];
    }

    private static void Measure(
        Machine machine, IDirectory directory, SyncMode mode, AlignedBuffer page, TimeSpan duration, List<TimeSpan> samples)
    {
        Span<byte> random = stackalloc byte[8];
        machine.Entropy.Fill(random);
        var name = FileName.From($".{Convert.ToHexStringLower(random)}.calibration");
        using var file = directory.CreateFile(
            name, FileMode, mode == SyncMode.OpenDatasync ? FileOpening.DirectDurable : FileOpening.Direct);

        // Without a name from here on: it goes with the process, however that ends.
        directory.DeleteFile(name);
        Fill(file);
        var clock = machine.Clock;
        var started = clock.GetTimestamp();
        for (var i = 0; i < WritesPerSliceMax && clock.GetElapsedTime(started) < duration; i++)
        {
            var before = clock.GetTimestamp();
            file.Write(page.Span, (long)i * LogLimits.PageSize);
            Sync(file, mode);
            samples.Add(clock.GetElapsedTime(before));
        }
    }

    private static void Fill(IFile file)
    {
        using var zeros = new AlignedBuffer(FillSize);
        zeros.Span.Clear();
        for (long offset = 0; offset < WritesPerSliceMax * LogLimits.PageSize; offset += FillSize)
        {
            file.Write(zeros.Span, offset);
        }

        file.Sync();
    }

    private static void Sync(IFile file, SyncMode mode)
    {
        switch (mode)
        {
            case SyncMode.Fsync:
                file.SyncAll();
                break;
            case SyncMode.Fdatasync:
                file.Sync();
                break;
        }
    }

    private static SyncMeasurement Summarize(SyncMode mode, List<TimeSpan> samples)
    {
        samples.Sort();
        var total = TimeSpan.FromTicks(samples.Sum(sample => sample.Ticks));
        return new SyncMeasurement(
            mode,
            samples.Count,
            samples[samples.Count / 2],
            samples[(int)(samples.Count * 0.99)],
            samples.Count / Math.Max(total.TotalSeconds, 1e-9));
    }
}

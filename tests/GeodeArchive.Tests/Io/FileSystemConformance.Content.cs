using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Io;

/// <summary>Bytes.</summary>
public abstract partial class FileSystemConformance
{
    [Fact]
    public void Reading_stops_at_the_end() => InDirectory(directory =>
    {
        Put(directory, "file", "0123456789"u8);
        using var file = directory.OpenFile(Name("file"));
        var buffer = new byte[8];
        Assert.Equal(8, file.Read(buffer, offset: 1));
        Assert.Equal("12345678"u8.ToArray(), buffer);
        Assert.Equal(3, file.Read(buffer, offset: 7));
        Assert.Equal("78945678"u8.ToArray(), buffer);
        Assert.Equal(0, file.Read(buffer, offset: 10));
        Assert.Equal(0, file.Read(buffer, offset: 1L << 40));
        Assert.Equal(0, file.Read([], offset: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Read(buffer, offset: -1));
    });

    [Fact]
    public void Writing_past_the_end_leaves_a_hole_of_zeros() => InDirectory(directory =>
    {
        const int Hole = 8 * 1024 * 1024;
        using var file = directory.CreateFile(Name("file"), Mode("600"));
        file.Write("end"u8, Hole);
        file.Write([], 2 * Hole);
        Assert.Equal(Hole + 3, file.Length);
        file.Sync();
        var metadata = file.GetMetadata();
        Assert.Equal(Hole + 3, metadata.Size);
        Assert.InRange(metadata.AllocatedSize, 1, Hole / 2);
        var buffer = new byte[4096];
        buffer.AsSpan().Fill(0xff);
        Assert.Equal(buffer.Length, file.Read(buffer, Hole - buffer.Length));
        Assert.Equal(new byte[4096], buffer);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Write("x"u8, offset: -1));
    });

    [Fact]
    public void A_file_that_was_cut_and_grown_has_zeros_there() => InDirectory(directory =>
    {
        Put(directory, "file", "0123456789"u8);
        using var file = directory.OpenFileForWriting(Name("file"));
        file.SetLength(4);
        file.SetLength(8);
        Assert.Equal("0123\0\0\0\0"u8.ToArray(), Get(directory, "file"));
        file.SetLength(0);
        Assert.Equal(0, file.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.SetLength(-1));
    });

    [Fact]
    public void Any_writes_cuts_and_reads_agree_with_an_array() => InDirectory(directory =>
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var random = new SeededRandom(seed);
            var name = Name($"file {seed}");
            byte[] model = [];
            using var file = directory.CreateFile(name, Mode("600"));
            for (var step = 0; step < 40; step++)
            {
                var offset = random.Next(20_000);
                switch (random.Next(4))
                {
                    case 0:
                        Array.Resize(ref model, offset);
                        file.SetLength(offset);
                        break;
                    case 1:
                        var buffer = new byte[random.Next(10_000)];
                        var count = file.Read(buffer, offset);
                        Assert.Equal(model.Skip(offset).Take(buffer.Length), buffer.Take(count));
                        break;
                    default:
                        var bytes = new byte[random.Next(10_000)];
                        random.Fill(bytes);
                        if (bytes.Length > 0 && offset + bytes.Length > model.Length)
                        {
                            Array.Resize(ref model, offset + bytes.Length);
                        }

                        bytes.CopyTo(model.AsSpan(Math.Min(offset, model.Length)));
                        file.Write(bytes, offset);
                        break;
                }

                Assert.Equal(model.Length, file.Length);
            }

            Assert.Equal(model, Get(directory, name));
        }
    });

    [Fact]
    public void Openings_of_one_file_see_each_others_writes() => InDirectory(directory =>
    {
        using var first = directory.CreateFile(Name("file"), Mode("600"));
        using var second = directory.OpenFile(Name("file"));
        first.Write("shared"u8, offset: 0);
        var buffer = new byte[6];
        Assert.Equal(6, second.Length);
        Assert.Equal(6, second.Read(buffer, offset: 0));
        Assert.Equal("shared"u8.ToArray(), buffer);
        directory.DeleteFile(Name("file"));
        first.Write("DELETE"u8, offset: 0);
        Assert.Equal(6, second.Read(buffer, offset: 0));
        Assert.Equal("DELETE"u8.ToArray(), buffer);
        Assert.Empty(directory.List());
    });

    [Fact]
    public void Workers_write_one_file_at_once() => InDirectory((machine, directory) =>
    {
        const int Part = 10_000;
        using var file = directory.CreateFile(Name("file"), Mode("600"));
        var workers = Enumerable.Range(0, 4)
            .Select(number => machine.Scheduler.Start($"writer {number}", () =>
            {
                for (var step = 0; step < Part; step += 1000)
                {
                    file.Write(Enumerable.Repeat((byte)number, 1000).ToArray(), (number * Part) + step);
                }
            }))
            .ToArray();
        Assert.All(workers, worker => worker.Join());
        Assert.Equal(Enumerable.Range(0, 4 * Part).Select(index => (byte)(index / Part)), Get(directory, "file"));
    });

    [Theory]
    [InlineData(FileOpening.Direct)]
    [InlineData(FileOpening.DirectDurable)]
    public void Direct_files_read_what_was_written(FileOpening opening) => InDirectory(directory =>
    {
        const int Length = 3 * DirectAlignment.Bytes;
        using var buffer = Aligned(Length);
        new SeededRandom(1).Fill(buffer.Span);
        using (var file = directory.CreateFile(Name("file"), Mode("640"), opening))
        {
            file.Write(buffer.Span, offset: 0);
            file.Write(buffer.Span[..DirectAlignment.Bytes], Length);
            file.SetLength(Length + 1000);
            file.SyncAll();
        }

        Assert.Equal([.. buffer.Span, .. buffer.Span[..1000]], Get(directory, "file"));

        // The end of a file that is no multiple of the alignment is read like any other.
        using var again = Aligned(2 * DirectAlignment.Bytes);
        using var reader = directory.OpenFile(Name("file"), opening);
        Assert.Equal(DirectAlignment.Bytes + 1000, reader.Read(again.Span, Length - DirectAlignment.Bytes));
        Assert.Equal(buffer.Span[(Length - DirectAlignment.Bytes)..], again.Span[..DirectAlignment.Bytes]);
        Assert.Equal(1000, reader.Read(again.Span, Length));
        Assert.Equal(0, reader.Read(again.Span, Length + DirectAlignment.Bytes));

        using var writer = directory.OpenFileForWriting(Name("file"), opening);
        writer.Write(buffer.Span[..DirectAlignment.Bytes], Length);
        Assert.Equal(Length + DirectAlignment.Bytes, writer.Length);
    });

    [Fact]
    public void Direct_files_take_only_aligned_offset_length_and_memory() => InDirectory(directory =>
    {
        using var buffer = Aligned(2 * DirectAlignment.Bytes);
        using var file = directory.CreateFile(Name("file"), Mode("600"), FileOpening.Direct);
        foreach (var (start, length, offset) in new[] { (0, DirectAlignment.Bytes, 512L), (0, 512, 0L), (512, DirectAlignment.Bytes, 0L) })
        {
            Assert.Throws<ArgumentException>(() => file.Write(buffer.Span.Slice(start, length), offset));
            Assert.Throws<ArgumentException>(() => file.Read(buffer.Span.Slice(start, length), offset));
        }

        Assert.Equal(0, file.Length);
    });

    [Fact]
    public void Sync_of_files_and_directories_succeeds() => InDirectory(directory =>
    {
        using var file = directory.CreateFile(Name("file"), Mode("600"));
        file.Write("content"u8, offset: 0);
        file.Sync();
        directory.Sync();
        directory.SyncFileSystem();
        using var reader = directory.OpenFile(Name("file"));
        reader.Sync();
        Assert.Equal("content"u8.ToArray(), Get(directory, "file"));
    });

    private static AlignedBuffer Aligned(int length) => new(length);
}

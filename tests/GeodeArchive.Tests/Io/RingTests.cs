using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Linux;
using GeodeArchive.Io.Linux.Rings;

namespace GeodeArchive.Tests.Io;

/// <summary>Large direct reads and writes through io_uring do what system calls do.</summary>
public sealed unsafe class RingTests
{
    private const int EPERM = 1;
    private const int EBADF = 9;
    private const int EINVAL = 22;
    private const int Mebi = 1 << 20;
    private const int FileMode = 0x180;

    private static readonly FileName Name = FileName.From("file");

    [Theory]
    [InlineData(RingTransfers.SizeMin)]
    [InlineData(RingTransfer.PieceSize)]
    [InlineData(RingTransfer.PieceSize + 4096)]
    [InlineData((8 * Mebi) + 8192)]
    public void What_is_written_through_the_ring_is_read_by_system_calls_and_back(int length) => InDirectory(directory =>
    {
        using var buffer = Random(length, length);
        using var read = new AlignedBuffer(length);
        WithRing(() =>
        {
            using var file = directory.CreateFile(Name, FileMode, FileOpening.Direct);
            file.Write(buffer.Span, 4096);
            Assert.Equal(4096 + length, file.Length);
            Assert.Equal(length, file.Read(read.Span, 4096));
            Assert.True(buffer.Span.SequenceEqual(read.Span));
        });
        using var again = directory.OpenFile(Name);
        read.Span.Clear();
        Assert.Equal(length, again.Read(read.Span, 4096));
        Assert.True(buffer.Span.SequenceEqual(read.Span));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Mebi)]
    [InlineData((3 * Mebi) + 4095)]
    [InlineData((3 * Mebi) + 8192)]
    public void A_read_beyond_the_end_gives_what_is_there(int size) => InDirectory(directory =>
    {
        using var content = Random(size, Math.Max(size, 1));
        using (var file = directory.CreateFile(Name, FileMode))
        {
            file.Write(content.Span[..size], 0);
            file.Sync();
        }

        WithRing(() =>
        {
            using var file = directory.OpenFile(Name, FileOpening.Direct);
            using var read = new AlignedBuffer(6 * Mebi);
            Assert.Equal(size, file.Read(read.Span, 0));
            Assert.True(content.Span[..size].SequenceEqual(read.Span[..size]));
        });
    });

    [Fact]
    public void Many_workers_share_it_and_each_gets_its_own() => InDirectory(directory =>
    {
        const int WorkerCount = 16;
        const int Size = 3 * Mebi;
        WithRing(() =>
        {
            using var file = directory.CreateFile(Name, FileMode, FileOpening.Direct);
            Parallel.For(0, WorkerCount, new ParallelOptions { MaxDegreeOfParallelism = WorkerCount }, worker =>
            {
                using var buffer = Random(worker, Size);
                using var read = new AlignedBuffer(Size);
                for (var turn = 0; turn < 3; turn++)
                {
                    file.Write(buffer.Span, (long)worker * Size);
                    Assert.Equal(Size, file.Read(read.Span, (long)worker * Size));
                    Assert.True(buffer.Span.SequenceEqual(read.Span));
                }
            });
        });
    });

    [Fact]
    public void A_failure_is_the_kernels_own() => InDirectory(directory =>
    {
        using (directory.CreateFile(Name, FileMode))
        {
        }

        WithRing(() =>
        {
            using var handle = File.OpenHandle($"{directory.DisplayPath}/file");
            using var buffer = Random(1, 2 * Mebi);
            fixed (byte* start = buffer.Span)
            {
                Assert.Equal(EBADF, RingTransfers.Run(handle, isWrite: true, start, buffer.Length, 0).Failure);
                Assert.Equal((0, 0), RingTransfers.Run(handle, isWrite: false, start, buffer.Length, 0));
            }
        });
    });

    [Theory]
    [InlineData(EPERM)]
    [InlineData(EINVAL)]
    public void A_kernel_or_container_that_refuses_it_gives_the_reason(int number) => FailingSystemCalls.Run(
        () =>
        {
            Assert.Null(Ring.TryCreate(8, out var reason));
            Assert.Equal(number, reason);
        },
        (SystemCall.UringSetup, number));

    private static AlignedBuffer Random(int seed, int length)
    {
        var buffer = new AlignedBuffer(length);
        new Random(seed).NextBytes(buffer.Span);
        return buffer;
    }

    /// <summary>Runs with the ring; where there is none the test says so.</summary>
    private static void WithRing(Action body)
    {
        RingTransfers.Choose(TransferBackend.Auto);
        Assert.SkipUnless(RingTransfers.IsActive, "io_uring is not to be had here");
        body();
    }

    private static void InDirectory(Action<IDirectory> body)
    {
        using var temporary = new TemporaryDirectory();
        using var directory = new LinuxFileSystem().OpenDirectory(temporary.Path);
        body(directory);
    }
}

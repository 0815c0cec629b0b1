using GeodeArchive.Io.Files;
using Microsoft.Win32.SafeHandles;

namespace GeodeArchive.Io.Linux.Rings;

/// <summary>
/// The process's ring and the thread that alone submits to it and takes from it. Workers hand their transfers over and wait; the
/// transfers of all workers, and the pieces of each, are under way together. Where there is no ring, workers make the system calls
/// themselves.
/// </summary>
internal static unsafe class RingTransfers
{
    /// <summary>Transfers of at least this size go through the ring: what is shorter, one call does as well.</summary>
    public const int SizeMin = 128 << 10;

    private const int DepthMax = 64;
    private const ulong WakeUp = ulong.MaxValue;

    private static readonly Lock Gate = new();
    private static readonly Queue<RingPiece> Waiting = new();
    private static readonly ManualResetEventSlim Started = new();
    private static Ring? _ring;
    private static int _wakeDescriptor = -1;
    private static bool _isAsleep;
    private static int _reason;

    /// <summary>Whether transfers go through the ring.</summary>
    public static bool IsActive { get; private set; }

    /// <summary>Chooses; before the first transfer.</summary>
    /// <exception cref="FileException"><see cref="FileError.Unsupported"/>: the ring was asked for and cannot be had.</exception>
    public static void Choose(TransferBackend backend)
    {
        IsActive = backend != TransferBackend.Portable && Start();
        if (!IsActive && backend == TransferBackend.Uring)
        {
            throw Errno.ToException(_reason, "use", "io_uring");
        }
    }

    /// <summary>Reads or writes, and waits for it.</summary>
    /// <returns>Bytes, and the kernel's error number if it failed.</returns>
    public static (int Count, int Failure) Run(SafeFileHandle file, bool isWrite, byte* memory, int length, long offset)
    {
        var isHeld = false;
        file.DangerousAddRef(ref isHeld);
        try
        {
            var transfer = new RingTransfer((int)file.DangerousGetHandle(), isWrite, memory, length, offset);
            Add(transfer);
            var count = transfer.Wait();
            return (count, transfer.Failure);
        }
        finally
        {
            file.DangerousRelease();
        }
    }

    private static bool Start()
    {
        lock (Gate)
        {
            if (_ring is null && _reason == 0)
            {
                // The kernel ties the ring to the thread that makes it.
                new Thread(Serve) { Name = "io_uring", IsBackground = true }.Start();
                Started.Wait();
            }

            return _ring is not null;
        }
    }

    private static void Add(RingTransfer transfer)
    {
        bool wakes;
        lock (Gate)
        {
            for (var i = 0; i < transfer.PieceCount; i++)
            {
                Waiting.Enqueue(transfer.PieceAt(i));
            }

            wakes = _isAsleep;
            _isAsleep = false;
        }

        if (wakes)
        {
            ulong one = 1;
            Libc.write(_wakeDescriptor, (byte*)&one, sizeof(ulong));
        }
    }

    private static void Serve()
    {
        _wakeDescriptor = Libc.eventfd(0, Libc.EFD_CLOEXEC);
        _reason = _wakeDescriptor < 0 ? Errno.Last : 0;
        _ring = _reason == 0 ? Ring.TryCreate(2 * DepthMax, out _reason) : null;
        var ring = _ring;
        Started.Set();
        if (ring is null)
        {
            return;
        }

        var underWay = new RingPiece[DepthMax];
        var free = new Stack<int>(Enumerable.Range(0, DepthMax));
        ulong wakeValue = 0;
        var isListening = false;
        while (true)
        {
            if (!isListening)
            {
                ring.Put(RingAbi.OpcodeRead, _wakeDescriptor, (byte*)&wakeValue, sizeof(ulong), 0, WakeUp);
                isListening = true;
            }

            Fill(ring, underWay, free);
            var failure = ring.SubmitAndWait();
            if (failure is not (0 or Libc.EINTR or Libc.EAGAIN or Libc.EBUSY))
            {
                // Nothing can be known any more of what the kernel does with the workers' memory.
                Environment.FailFast($"io_uring_enter failed with error {failure}; run again with --io portable");
            }

            while (ring.TryTake(out var userData, out var result))
            {
                if (userData == WakeUp)
                {
                    isListening = false;
                }
                else
                {
                    Take(underWay[userData], result);
                    underWay[userData] = default;
                    free.Push((int)userData);
                }
            }
        }
    }

    /// <summary>Puts what waits, as far as there is room; where nothing is left, workers wake the thread up from now on.</summary>
    private static void Fill(Ring ring, RingPiece[] underWay, Stack<int> free)
    {
        lock (Gate)
        {
            while (Waiting.Count > 0 && free.TryPop(out var slot))
            {
                var piece = Waiting.Dequeue();
                var transfer = piece.Transfer;
                underWay[slot] = piece;
                ring.Put(
                    transfer.IsWrite ? RingAbi.OpcodeWrite : RingAbi.OpcodeRead,
                    transfer.Descriptor,
                    transfer.MemoryOf(piece),
                    piece.Length,
                    transfer.OffsetOf(piece),
                    (ulong)slot);
            }

            _isAsleep = Waiting.Count == 0;
        }
    }

    private static void Take(RingPiece piece, int result)
    {
        if (piece.Transfer.Take(piece, result) is { } rest)
        {
            lock (Gate)
            {
                Waiting.Enqueue(rest);
            }
        }
    }
}

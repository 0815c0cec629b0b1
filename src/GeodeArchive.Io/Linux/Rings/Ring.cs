using System.Runtime.CompilerServices;

namespace GeodeArchive.Io.Linux.Rings;

/// <summary>
/// A thin io_uring: requests are put into the submission queue, one system call hands them over and waits, results are taken from the
/// completion queue. Made and used by one thread only, which is what lets the kernel leave out its own locks.
/// </summary>
internal sealed unsafe class Ring
{
    // From all to none of what newer kernels can: 6.6, 6.1, 5.18.
    private static readonly uint[] FlagsToTry =
    [
        RingAbi.SetupSubmitAll | RingAbi.SetupSingleIssuer | RingAbi.SetupDeferTaskrun | RingAbi.SetupNoSqArray,
        RingAbi.SetupSubmitAll | RingAbi.SetupSingleIssuer | RingAbi.SetupDeferTaskrun,
        RingAbi.SetupSubmitAll,
        0,
    ];

    private readonly int _descriptor;
    private readonly byte* _entries;
    private readonly uint* _sqTail;
    private readonly uint _sqMask;
    private readonly uint* _cqHead;
    private readonly uint* _cqTail;
    private readonly uint _cqMask;
    private readonly byte* _cqes;
    private uint _submitted;

    private Ring(int descriptor, byte* parameters, byte* rings, byte* entries)
    {
        _descriptor = descriptor;
        _entries = entries;
        var sq = (uint*)(parameters + RingAbi.Params.SqOffsets);
        var cq = (uint*)(parameters + RingAbi.Params.CqOffsets);
        _sqTail = (uint*)(rings + sq[RingAbi.SqOffsets.Tail / sizeof(uint)]);
        _sqMask = *(uint*)(rings + sq[RingAbi.SqOffsets.Mask / sizeof(uint)]);
        _cqHead = (uint*)(rings + cq[RingAbi.CqOffsets.Head / sizeof(uint)]);
        _cqTail = (uint*)(rings + cq[RingAbi.CqOffsets.Tail / sizeof(uint)]);
        _cqMask = *(uint*)(rings + cq[RingAbi.CqOffsets.Mask / sizeof(uint)]);
        _cqes = rings + cq[RingAbi.CqOffsets.Cqes / sizeof(uint)];
        _submitted = *_sqTail;
        if ((*(uint*)(parameters + RingAbi.Params.Flags) & RingAbi.SetupNoSqArray) == 0)
        {
            var array = (uint*)(rings + sq[RingAbi.SqOffsets.Array / sizeof(uint)]);
            for (uint i = 0; i <= _sqMask; i++)
            {
                array[i] = i;
            }
        }
    }

    /// <summary>Makes a ring; null where the kernel or a container refuses it, with its reason.</summary>
    /// <param name="entryCount">Requests that can be put before they are handed over; a power of two.</param>
    /// <param name="reason">The kernel's error number.</param>
    public static Ring? TryCreate(uint entryCount, out int reason)
    {
        var parameters = stackalloc byte[RingAbi.Params.Size];
        long descriptor = -1;
        reason = 0;
        foreach (var flags in FlagsToTry)
        {
            new Span<byte>(parameters, RingAbi.Params.Size).Clear();
            *(uint*)(parameters + RingAbi.Params.Flags) = flags;
            descriptor = Libc.syscall(RingAbi.SetupCall, (nint)entryCount, (nint)parameters, 0, 0, 0, 0);
            reason = descriptor < 0 ? Errno.Last : 0;
            if (reason != Libc.EINVAL)
            {
                break;
            }
        }

        return reason == 0 ? Map((int)descriptor, parameters, out reason) : null;
    }

    /// <summary>Puts a request; there must be room.</summary>
    public void Put(byte opcode, int descriptor, byte* memory, int length, long offset, ulong userData)
    {
        var tail = *_sqTail;
        var entry = _entries + ((tail & _sqMask) * RingAbi.Sqe.Size);
        new Span<byte>(entry, RingAbi.Sqe.Size).Clear();
        entry[RingAbi.Sqe.Opcode] = opcode;
        *(int*)(entry + RingAbi.Sqe.Descriptor) = descriptor;
        *(long*)(entry + RingAbi.Sqe.Offset) = offset;
        *(ulong*)(entry + RingAbi.Sqe.Address) = (ulong)memory;
        *(int*)(entry + RingAbi.Sqe.Length) = length;
        *(ulong*)(entry + RingAbi.Sqe.UserData) = userData;
        Volatile.Write(ref Unsafe.AsRef<uint>(_sqTail), tail + 1);
    }

    /// <summary>Hands over what was put and waits for at least one result.</summary>
    /// <returns>0, or the error number of the call; what was put stays put.</returns>
    public int SubmitAndWait()
    {
        var count = *_sqTail - _submitted;
        var result = Libc.syscall(RingAbi.EnterCall, _descriptor, (nint)count, 1, (nint)RingAbi.EnterGetEvents, 0, 0);
        if (result < 0)
        {
            return Errno.Last;
        }

        _submitted += (uint)result;
        return 0;
    }

    /// <summary>Takes a result if there is one.</summary>
    public bool TryTake(out ulong userData, out int result)
    {
        var head = *_cqHead;
        if (head == Volatile.Read(ref Unsafe.AsRef<uint>(_cqTail)))
        {
            (userData, result) = (0, 0);
            return false;
        }

        var entry = _cqes + ((head & _cqMask) * RingAbi.Cqe.Size);
        userData = *(ulong*)(entry + RingAbi.Cqe.UserData);
        result = *(int*)(entry + RingAbi.Cqe.Result);
        Volatile.Write(ref Unsafe.AsRef<uint>(_cqHead), head + 1);
        return true;
    }

    private static Ring? Map(int descriptor, byte* parameters, out int reason)
    {
        reason = Libc.ENOSYS;
        byte* rings = null;
        byte* entries = null;
        if ((*(uint*)(parameters + RingAbi.Params.Features) & RingAbi.FeatureSingleMap) != 0)
        {
            var sqEntries = *(uint*)(parameters + RingAbi.Params.SqEntries);
            var cqEntries = *(uint*)(parameters + RingAbi.Params.CqEntries);
            var sq = (uint*)(parameters + RingAbi.Params.SqOffsets);
            var cq = (uint*)(parameters + RingAbi.Params.CqOffsets);
            var size = Math.Max(
                sq[RingAbi.SqOffsets.Array / sizeof(uint)] + (sqEntries * sizeof(uint)),
                cq[RingAbi.CqOffsets.Cqes / sizeof(uint)] + (cqEntries * RingAbi.Cqe.Size));
            rings = Map(descriptor, size, RingAbi.RingsOffset, out reason);
            entries = rings is null ? null : Map(descriptor, sqEntries * RingAbi.Sqe.Size, RingAbi.EntriesOffset, out reason);
        }

        if (entries is null)
        {
            // What was mapped goes with the process; this happens once.
            _ = Libc.close(descriptor);
            return null;
        }

        return new Ring(descriptor, parameters, rings, entries);
    }

    private static byte* Map(int descriptor, nuint size, long offset, out int reason)
    {
        var address = Libc.mmap(null, size, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED | Libc.MAP_POPULATE, descriptor, offset);
        reason = (nint)address == -1 ? Errno.Last : 0;
        return reason == 0 ? address : null;
    }
}

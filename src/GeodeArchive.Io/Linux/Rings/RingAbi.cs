namespace GeodeArchive.Io.Linux.Rings;

/// <summary>Numbers of linux/io_uring.h: system calls, flags, and offsets in what the kernel and the program share.</summary>
internal static class RingAbi
{
    internal const int SetupCall = 425;
    internal const int EnterCall = 426;

    internal const uint SetupSubmitAll = 1u << 7;
    internal const uint SetupSingleIssuer = 1u << 12;
    internal const uint SetupDeferTaskrun = 1u << 13;
    internal const uint SetupNoSqArray = 1u << 16;

    internal const uint EnterGetEvents = 1;
    internal const uint FeatureSingleMap = 1;

    internal const long RingsOffset = 0;
    internal const long EntriesOffset = 0x10000000;

    internal const byte OpcodeRead = 22;
    internal const byte OpcodeWrite = 23;

    /// <summary>struct io_uring_params.</summary>
    internal static class Params
    {
        internal const int Size = 120;
        internal const int SqEntries = 0;
        internal const int CqEntries = 4;
        internal const int Flags = 8;
        internal const int Features = 20;
        internal const int SqOffsets = 40;
        internal const int CqOffsets = 80;
    }

    /// <summary>struct io_sqring_offsets.</summary>
    internal static class SqOffsets
    {
        internal const int Tail = 4;
        internal const int Mask = 8;
        internal const int Array = 24;
    }

    /// <summary>struct io_cqring_offsets.</summary>
    internal static class CqOffsets
    {
        internal const int Head = 0;
        internal const int Tail = 4;
        internal const int Mask = 8;
        internal const int Cqes = 20;
    }

    /// <summary>struct io_uring_sqe.</summary>
    internal static class Sqe
    {
        internal const int Size = 64;
        internal const int Opcode = 0;
        internal const int Descriptor = 4;
        internal const int Offset = 8;
        internal const int Address = 16;
        internal const int Length = 24;
        internal const int UserData = 32;
    }

    /// <summary>struct io_uring_cqe.</summary>
    internal static class Cqe
    {
        internal const int Size = 16;
        internal const int UserData = 0;
        internal const int Result = 8;
    }
}

using System.Runtime.InteropServices;

namespace GeodeArchive.Tests.Io;

/// <summary>
/// Makes system calls of one thread fail, with a filter of the kernel's own (seccomp): what the medium or a server would have to do to
/// bring about the same can be had in no test. The thread ends with the test, and its filter with it.
/// </summary>
internal static unsafe partial class FailingSystemCalls
{
    private const int PR_SET_NO_NEW_PRIVS = 38;
    private const int PR_SET_SECCOMP = 22;
    private const int SECCOMP_MODE_FILTER = 2;
    private const uint SECCOMP_RET_ERRNO = 0x50000;
    private const uint SECCOMP_RET_ALLOW = 0x7fff0000;

    // Instructions of the filter: load the number of the call, skip one unless it is equal, return.
    private const ulong Load = 0x20;
    private const ulong SkipUnlessEqual = 0x15 | (1ul << 24);
    private const ulong Return = 0x06;

    /// <summary>Runs a test body on a thread where each of these calls fails with its error number.</summary>
    public static void Run(Action body, params (SystemCall Call, int Number)[] failures)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Install(failures);
                body();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    private static void Install((SystemCall Call, int Number)[] failures)
    {
        var filter = new List<ulong> { Load };
        foreach (var (call, number) in failures)
        {
            filter.Add(Instruction(SkipUnlessEqual, NumberOf(call)));
            filter.Add(Instruction(Return, SECCOMP_RET_ERRNO | (uint)number));
        }

        filter.Add(Instruction(Return, SECCOMP_RET_ALLOW));
        fixed (ulong* start = filter.ToArray())
        {
            var program = stackalloc ulong[] { (ulong)filter.Count, (ulong)start };
            Assert.Equal(0, prctl(PR_SET_NO_NEW_PRIVS, 1, null, 0, 0));
            Assert.Equal(0, prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program, 0, 0));
        }
    }

    private static ulong Instruction(ulong code, uint operand) => code | ((ulong)operand << 32);

    private static uint NumberOf(SystemCall call)
    {
        var isArm = RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64;
        return call switch
        {
            SystemCall.PositionedWrite => isArm ? 68u : 18,
            SystemCall.Fsync => isArm ? 82u : 74,
            SystemCall.FdataSync => isArm ? 83u : 75,
            SystemCall.UnlinkAt => isArm ? 35u : 263,
            SystemCall.Syncfs => isArm ? 267u : 306,
            SystemCall.UringSetup => 425u,
            SystemCall.LinkAt => isArm ? 37u : 265,
            _ => isArm ? 276u : 316,
        };
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int prctl(int option, nint first, void* second, nint third, nint fourth);
}

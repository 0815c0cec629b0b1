using GeodeArchive.Io.Files;

namespace GeodeArchive.Io.Linux;

/// <summary>
/// Checks values that come from an archive before the kernel sees them: some numbers mean something else to it
/// (an owner of 2^32-1 "leave as it is", certain nanoseconds "now" or "leave as it is").
/// </summary>
internal static unsafe class NativeArguments
{
    /// <summary>Longs in the two times that utimensat(2) takes: access, then modification.</summary>
    internal const int TimesLength = 4;

    private const long IdMax = uint.MaxValue - 1L;
    private const int ModeMax = 0xfff;
    private const int NanosecondsMax = 999_999_999;

    /// <summary>Refuses ids that the kernel cannot keep.</summary>
    internal static void CheckOwner(long userId, long groupId, string path)
    {
        if (userId is < 0 or > IdMax || groupId is < 0 or > IdMax)
        {
            throw new FileException(FileError.Unsupported, "set the owner of", path, $"no such owner: {userId}:{groupId}");
        }
    }

    /// <summary>Refuses bits that are not permissions.</summary>
    internal static void CheckMode(int mode)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mode);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mode, ModeMax);
    }

    /// <summary>Refuses nanoseconds that are none.</summary>
    internal static void CheckTime(FileTime modified, string path)
    {
        if (modified.Nanoseconds is < 0 or > NanosecondsMax)
        {
            throw new FileException(FileError.Unsupported, "set the times of", path, $"no such time: {modified.Nanoseconds} nanoseconds");
        }
    }

    /// <summary>Fills the two times: the access time stays, the modification time is set.</summary>
    internal static void FillTimes(long* times, FileTime modified, string path)
    {
        CheckTime(modified, path);
        times[0] = 0;
        times[1] = Libc.UTIME_OMIT;
        times[2] = modified.Seconds;
        times[3] = modified.Nanoseconds;
    }

    /// <summary>The kind as mknod(2) takes it.</summary>
    internal static int KindBits(FileKind kind) => kind switch
    {
        FileKind.Fifo => 0x1000,
        FileKind.CharacterDevice => 0x2000,
        FileKind.BlockDevice => 0x6000,
        FileKind.Socket => 0xc000,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Neither FIFO nor socket nor device."),
    };

    /// <summary>A device number as the C library packs it.</summary>
    internal static ulong DeviceOf(ulong deviceNumber)
    {
        var (major, minor) = (deviceNumber >> 32, deviceNumber & uint.MaxValue);
        return (minor & 0xff) | ((major & 0xfff) << 8) | ((minor & ~0xfful) << 12) | ((major & ~0xffful) << 32);
    }
}

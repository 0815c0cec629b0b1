using GeodeArchive.Io.Files;
using GeodeArchive.Io.Linux;
using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Io;

/// <summary>The machine that the program runs on.</summary>
public static class SystemMachine
{
    /// <summary>Puts it together: its files, its clock, its randomness, its threads.</summary>
    public static Machine Create()
    {
        StandardDescriptors.Fill();
        return new Machine(new LinuxFileSystem(), TimeProvider.System, new SystemEntropy(), new SystemScheduler());
    }

    /// <summary>The user that the process acts as.</summary>
    public static long UserId => Libc.geteuid();

    /// <summary>
    /// Standard output, unbuffered. Unlike the console's stream it says when nobody reads it any more: with a <see
    /// cref="FileException"/> of
    /// <see cref="FileError.Closed"/>, so that a program whose output is long can end.
    /// </summary>
    public static Stream OpenStandardOutput() => new OutputStream(1, "standard output");
}

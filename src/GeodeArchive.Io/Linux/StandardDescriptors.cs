namespace GeodeArchive.Io.Linux;

/// <summary>The descriptors 0, 1 and 2 of a process.</summary>
internal static unsafe class StandardDescriptors
{
    private const int LastNumber = 2;

    /// <summary>
    /// Opens those that whoever started the process has closed on the null device. Otherwise the next files to be opened would get their
    /// numbers, and what is meant for a terminal would be written into an archive.
    /// </summary>
    internal static void Fill()
    {
        fixed (byte* path = "/dev/null\0"u8)
        {
            // The lowest free number is taken: once it is above the three, they are all open. That one is given back.
            int number;
            do
            {
                number = Libc.open(path, Libc.O_RDWR, mode: 0);
            }
            while (number >= 0 && number < LastNumber);

            if (number > LastNumber)
            {
                _ = Libc.close(number);
            }
        }
    }
}

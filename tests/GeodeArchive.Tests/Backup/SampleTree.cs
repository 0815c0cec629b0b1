using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Backup;

/// <summary>
/// A small source tree on a simulated disk: empty files, small ones, one of several chunks, a copy, nested and empty directories.
/// </summary>
internal static class SampleTree
{
    public const string Path = "/source";

    /// <summary>Puts the tree there; durable at once.</summary>
    public static void Put(SimulatedDisk disk, ulong seed)
    {
        var random = new SeededRandom(seed);
        disk.PutDirectory(Path + "/empty");
        disk.PutFile(Path + "/nothing", []);
        disk.PutFile(Path + "/a", "small"u8);
        disk.PutFile(Path + "/deep/er/b", Bytes(random, 5000));
        disk.PutFile(Path + "/deep/c", Bytes(random, 70_000));
        disk.PutFile(Path + "/large", Bytes(random, 300_000));
        disk.PutFile(Path + "/large.copy", disk.ReadFile(Path + "/large"));
        disk.PutFile(Path + "/zeros", new byte[100_000]);
    }

    /// <summary>Changes the tree: one file changed, one new, one in a new directory.</summary>
    public static void Change(SimulatedDisk disk, ulong seed)
    {
        var random = new SeededRandom(seed);
        disk.PutFile(Path + "/deep/c", Bytes(random, 60_000));
        disk.PutFile(Path + "/new", Bytes(random, 40_000));
        disk.PutFile(Path + "/fresh/d", Bytes(random, 10));
    }

    private static byte[] Bytes(SeededRandom random, int count)
    {
        var bytes = new byte[count];
        random.Fill(bytes);
        return bytes;
    }
}

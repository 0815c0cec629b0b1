using System.Text;

namespace GeodeArchive.Benchmarks;

/// <summary>Bytes that are the same on every run.</summary>
internal static class SampleData
{
    public const int MiB = 1 << 20;

    /// <summary>Nothing to find in it.</summary>
    public static byte[] Random(int size)
    {
        byte[] bytes = new byte[size];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Lines of a log with numbers in them: zstd at level 3 makes less than a third of it.</summary>
    public static byte[] Text(int size)
    {
        var random = new Random(1);
        string[] verbs = ["CREATE", "MERGE", "MATCH", "DELETE", "SET", "COMMIT", "ROLLBACK", "CHECKPOINT"];
        string[] nouns = ["Person", "City", "KNOWS", "LIVES_IN", "Company", "Order", "Invoice", "PART_OF", "Route", "Sensor"];
        var text = new StringBuilder(size + 256);
        while (text.Length < size)
        {
            text.Append($"2026-01-25 {random.Next(24):D2}:{random.Next(60):D2}:{random.Next(60):D2}.{random.Next(1_000_000):D6} UTC [")
                .Append($"{random.Next(100, 140)}] {verbs[random.Next(verbs.Length)]} (:{nouns[random.Next(nouns.Length)]} ")
                .Append($"{{id: {random.NextInt64(1L << 40)}, weight: {random.NextDouble():F3}}}) xid {random.Next(1 << 24)}\n");
        }
        return Encoding.ASCII.GetBytes(text.ToString(0, size));
    }
}

using System.Text;

namespace GeodeArchive.Tests.Codecs;

/// <summary>Bytes of several kinds, the same on every run.</summary>
internal static class SampleBytes
{
    public static readonly string[] Kinds = ["zeros", "random", "text", "runs"];

    public static byte[] Make(string kind, int size, int seed = 1)
    {
        var random = new Random(seed);
        byte[] bytes = new byte[size];
        switch (kind)
        {
            case "zeros":
                break;
            case "random":
                random.NextBytes(bytes);
                break;
            case "text":
                FillWithWords(bytes, random);
                break;
            case "runs":
                FillWithRuns(bytes, random);
                break;
            default:
                throw new ArgumentException(kind, nameof(kind));
        }
        return bytes;
    }

    private static void FillWithWords(byte[] bytes, Random random)
    {
        string[] words = ["CREATE", "(n:Person {name: '", "'})", "-[:KNOWS]->", "commit", "rollback", " ", "\n", "2026-01-25", "0x"];
        int at = 0;
        while (at < bytes.Length)
        {
            byte[] word = Encoding.ASCII.GetBytes(words[random.Next(words.Length)] + random.Next(1000));
            int size = Math.Min(word.Length, bytes.Length - at);
            word.AsSpan(0, size).CopyTo(bytes.AsSpan(at));
            at += size;
        }
    }

    // Stretches of one value, of noise, and of what was there before: lengths around the limits of the formats' short forms.
    private static void FillWithRuns(byte[] bytes, Random random)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            int size = Math.Min(random.Next(1, 1 << random.Next(1, 17)), bytes.Length - at);
            Span<byte> run = bytes.AsSpan(at, size);
            switch (random.Next(3))
            {
                case 0:
                    run.Fill((byte)random.Next(256));
                    break;
                case 1:
                    random.NextBytes(run);
                    break;
                default:
                    for (int i = 0, distance = random.Next(1, at + 2); i < size && at + i >= distance; i++)
                    {
                        run[i] = bytes[at + i - distance];
                    }
                    break;
            }
            at += size;
        }
    }
}

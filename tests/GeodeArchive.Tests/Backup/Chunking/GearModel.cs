using System.Security.Cryptography;
using System.Text;
using GeodeArchive.Backup.Chunking;

namespace GeodeArchive.Tests.Backup.Chunking;

/// <summary>
/// Gear as format-spec/chunking.md and the FastCDC paper describe it: one byte at a time, with masks, and the table taken from one long
/// string of hashes. The oracle for the chunker.
/// </summary>
internal static class GearModel
{
    public static ulong[] Table(byte[] key)
    {
        var joined = new List<byte>();
        for (byte j = 0; j < 64; j++)
        {
            joined.AddRange(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes("geode-gear").Append(j).ToArray()));
        }
        var table = new ulong[256];
        for (int i = 0; i < joined.Count; i++)
        {
            table[i / 8] |= (ulong)joined[i] << (8 * (i % 8));
        }
        return table;
    }

    /// <summary>The lengths of the chunks of one part.</summary>
    public static List<int> Cut(ChunkerParameters parameters, byte[] part)
    {
        ulong[] table = Table(parameters.Key.ToArray());
        int bits = (int)Math.Log2(parameters.SizeAverage);
        ulong maskEarly = TopBits(bits + 1);
        ulong maskLate = TopBits(bits - 1);
        var lengths = new List<int>();
        int length = 0;
        ulong hash = 0;
        for (int i = 0; i < part.Length; i++)
        {
            length++;
            if (length > parameters.SizeMin)
            {
                hash = unchecked((hash << 1) + table[part[i]]);
                ulong mask = length <= parameters.SizeAverage ? maskEarly : maskLate;
                if ((hash & mask) == 0 || length == parameters.SizeMax)
                {
                    lengths.Add(length);
                    (length, hash) = (0, 0);
                }
            }
        }
        if (length > 0)
        {
            lengths.Add(length);
        }
        return lengths;
    }

    private static ulong TopBits(int count) => ulong.MaxValue << (64 - count);
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GeodeArchive.Backup.Chunking;

/// <summary>
/// Cuts bytes where their content says so, so that an insertion moves the cuts near it and no others: Gear with the two masks of FastCDC
/// (Xia et al., USENIX ATC 2016), in the form of format-spec/chunking.md. Immutable: any number of threads may use one.
/// </summary>
public sealed class GearChunker
{
    // Masks of contiguous top bits make "no bit of the mask is set" the same as "less than a power of two": one comparison. The top bits
    // are those that all of the last 64 bytes have a part in.
    private readonly ulong _thresholdEarly;
    private readonly ulong _thresholdLate;
    private readonly GearTable _table;
    private readonly int _sizeMin;
    private readonly int _sizeAverage;
    private readonly int _sizeMax;

    /// <summary>Derives the table from the key: some 30 microseconds, so one chunker serves many files.</summary>
    public GearChunker(ChunkerParameters parameters)
    {
        _table = new GearTable(parameters.Key);
        _sizeMin = parameters.SizeMin;
        _sizeAverage = parameters.SizeAverage;
        _sizeMax = parameters.SizeMax;
        int bits = BitOperations.Log2((uint)_sizeAverage);
        _thresholdEarly = 1UL << (64 - bits - 1);
        _thresholdLate = 1UL << (64 - bits + 1);
    }

    /// <summary>Finds the end of the chunk that begins with the first of the bytes. Allocates nothing.</summary>
    /// <param name="bytes">The rest of a part, or as much of it as is there. It is looked at again from the start when more has come, so
    /// that a caller who can gives at least the largest chunk size.</param>
    /// <param name="isEnd">True if the part ends with these bytes.</param>
    /// <returns>The length of the chunk; 0 if there is no telling without more bytes, which happens only if <paramref name="isEnd"/> is
    /// false and there are fewer than the largest chunk size, and 0 at the end of a part of which nothing is left.</returns>
    public int FindBoundary(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        int limit = Math.Min(bytes.Length, _sizeMax);
        if (limit > _sizeMin)
        {
            ref byte first = ref MemoryMarshal.GetReference(bytes);
            ref ulong table = ref _table.GetReference();
            ulong hash = 0;
            int length = Scan(ref first, _sizeMin, Math.Min(limit, _sizeAverage), ref table, _thresholdEarly, ref hash);
            if (length == 0 && limit > _sizeAverage)
            {
                length = Scan(ref first, _sizeAverage, limit, ref table, _thresholdLate, ref hash);
            }
            if (length != 0)
            {
                return length;
            }
        }
        return isEnd || limit == _sizeMax ? limit : 0;
    }

    /// <summary>Takes the bytes from <paramref name="start"/> to <paramref name="end"/> into the hash.</summary>
    /// <returns>The length up to and with the first byte whose hash is under the threshold, or 0.</returns>
    /// <remarks>
    /// A load, a load from the table, one <c>lea</c>, a compare and a branch for each byte, about one cycle in all. Written out eight
    /// times because the loop's own instructions would cost a third more. Keeping the checks of several bytes for one branch, taking
    /// eight bytes with one load, and running two places at once were all measured, and were slower.
    /// </remarks>
    private static int Scan(ref byte bytes, int start, int end, ref ulong table, ulong threshold, ref ulong hash)
    {
        ulong h = hash;
        nint i = start;
        for (; i <= end - 8; i += 8)
        {
            ref byte b = ref Unsafe.Add(ref bytes, i);
            h = (h << 1) + Unsafe.Add(ref table, (nint)b);
            if (h < threshold)
            {
                return (int)i + 1;
            }
            h = (h << 1) + Unsafe.Add(ref table, (nint)Unsafe.Add(ref b, 1));
            if (h < threshold)
            {
                return (int)i + 2;
            }
            h = (h << 1) + Unsafe.Add(ref table, (nint)Unsafe.Add(ref b, 2));
            if (h < threshold)
            {
                return (int)i + 3;
            }
            h = (h << 1) + Unsafe.Add(ref table, (nint)Unsafe.Add(ref b, 3));
            if (h < threshold)
            {
                return (int)i + 4;
            }
            h = (h << 1) + Unsafe.Add(ref table, (nint)Unsafe.Add(ref b, 4));
            if (h < threshold)
            {
                return (int)i + 5;
            }
            h = (h << 1) + Unsafe.Add(ref table, (nint)Unsafe.Add(ref b, 5));
            if (h < threshold)
            {
                return (int)i + 6;
            }
            h = (h << 1) + Unsafe.Add(ref table, (nint)Unsafe.Add(ref b, 6));
            if (h < threshold)
            {
                return (int)i + 7;
            }
            h = (h << 1) + Unsafe.Add(ref table, (nint)Unsafe.Add(ref b, 7));
            if (h < threshold)
            {
                return (int)i + 8;
            }
        }
        for (; i < end; i++)
        {
            h = (h << 1) + Unsafe.Add(ref table, (nint)Unsafe.Add(ref bytes, i));
            if (h < threshold)
            {
                return (int)i + 1;
            }
        }
        hash = h;
        return 0;
    }
}

namespace GeodeArchive.Format;

/// <summary>
/// Computes the fingerprints of many rows: what <see cref="GraphFingerprint.OfRow"/> computes one at a time, several at once. Used again it
/// does not allocate, but where it is asked for more rows than before. Not safe for several workers.
/// </summary>
public sealed class FingerprintBatch
{
    private const int BlockCountMax = 4;
    private const int SizeMax = (BlockCountMax * Sha256Lanes.BlockSize) - Sha256Lanes.PaddingSizeMin;

    private readonly Waiting[] _waiting;
    private List<GraphFingerprint> _sums = [];

    /// <summary>A batch without rows.</summary>
    public FingerprintBatch()
    {
        _waiting = new Waiting[BlockCountMax];
        for (int i = 0; i < BlockCountMax; i++)
        {
            _waiting[i] = new Waiting(i + 1);
        }
    }

    /// <summary>Starts over.</summary>
    /// <param name="sums">Where the fingerprints go, behind what is there; the caller's. They are all there after
    /// <see cref="Complete"/>.</param>
    public void Begin(List<GraphFingerprint> sums)
    {
        foreach (Waiting waiting in _waiting)
        {
            waiting.Count = 0;
        }

        _sums = sums;
    }

    /// <summary>Adds a row.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value; both are copied.</param>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        int size = key.Length + value.Length;
        if (size > SizeMax)
        {
            _sums.Add(GraphFingerprint.OfRow(key, value));
            return;
        }

        Waiting waiting = _waiting[(size + Sha256Lanes.PaddingSizeMin - 1) / Sha256Lanes.BlockSize];
        waiting.Places[waiting.Count] = _sums.Count;
        _sums.Add(default);
        Span<byte> message = waiting.Next();
        key.CopyTo(message);
        value.CopyTo(message[key.Length..]);
        Sha256Lanes.Pad(message, size);
        if (waiting.Count == Sha256Lanes.Count)
        {
            Hash(waiting);
        }
    }

    /// <summary>Computes what is left: all that was added is known.</summary>
    public void Complete()
    {
        foreach (Waiting waiting in _waiting)
        {
            if (waiting.Count > 0)
            {
                Hash(waiting);
            }
        }
    }

    private void Hash(Waiting waiting)
    {
        Span<UInt128> hashes = stackalloc UInt128[Sha256Lanes.Count];
        Sha256Lanes.Hash(waiting.Messages, hashes);
        for (int i = 0; i < waiting.Count; i++)
        {
            _sums[waiting.Places[i]] = new GraphFingerprint(hashes[i]);
        }

        waiting.Count = 0;
    }

    /// <summary>Messages of so many blocks that are hashed together.</summary>
    private sealed class Waiting(int blockCount)
    {
        public byte[] Messages { get; } = new byte[Sha256Lanes.Count * blockCount * Sha256Lanes.BlockSize];

        public int[] Places { get; } = new int[Sha256Lanes.Count];

        public int Count { get; set; }

        public Span<byte> Next() =>
            Messages.AsSpan(Count++ * blockCount * Sha256Lanes.BlockSize, blockCount * Sha256Lanes.BlockSize);
    }
}

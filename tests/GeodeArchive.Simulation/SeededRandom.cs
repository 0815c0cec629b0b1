using System.Buffers.Binary;

namespace GeodeArchive.Simulation;

/// <summary>Pseudo-random numbers (SplitMix64) that are the same on every machine and runtime, for ever.</summary>
public sealed class SeededRandom
{
    private const ulong Increment = 0x9e3779b97f4a7c15;

    private ulong _state;

    /// <summary>Starts the sequence of <paramref name="seed"/>.</summary>
    public SeededRandom(ulong seed) => _state = seed;

    /// <summary>A seed for one purpose out of the root seed of a run: what one part draws changes nothing for the others.</summary>
    public static ulong Derive(ulong rootSeed, string purpose)
    {
        var hash = Mix(rootSeed + Increment);
        foreach (var letter in purpose)
        {
            hash = Mix((hash ^ letter) + Increment);
        }

        return hash;
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextUInt64()
    {
        _state += Increment;
        return Mix(_state);
    }

    /// <summary>A number from 0 to below <paramref name="exclusiveMax"/>, which is at least 1.</summary>
    public long Next(long exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        return (long)Math.BigMul(NextUInt64(), (ulong)exclusiveMax, out _);
    }

    /// <summary>As <see cref="Next(long)"/>, for indexes.</summary>
    public int Next(int exclusiveMax) => (int)Next((long)exclusiveMax);

    /// <summary>True once in <paramref name="count"/> times on average.</summary>
    public bool OneIn(int count) => Next(count) == 0;

    /// <summary>True with this probability in percent.</summary>
    public bool Percent(int percent) => Next(100) < percent;

    /// <summary>Fills with random bytes.</summary>
    public void Fill(Span<byte> destination)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        while (!destination.IsEmpty)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, NextUInt64());
            var count = Math.Min(word.Length, destination.Length);
            word[..count].CopyTo(destination);
            destination = destination[count..];
        }
    }

    /// <summary>Puts the items into a random order.</summary>
    public void Shuffle<T>(IList<T> items)
    {
        for (var index = items.Count - 1; index > 0; index--)
        {
            var other = Next(index + 1);
            (items[index], items[other]) = (items[other], items[index]);
        }
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}

using System.Runtime.InteropServices;

namespace GeodeArchive.Tests.Codecs;

/// <summary>
/// Bytes that end where memory ends: behind them lies a page that may be neither read nor written, so that native code which goes one byte
/// too far ends the test run. Before them lie bytes whose change is found by <see cref="AssertIntact"/>.
/// </summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int PageSize = 4096;
    private const int ProtNone = 0;
    private const int ProtReadWrite = 3;
    private const int MapPrivateAnonymous = 0x22;
    private const byte Canary = 0xA5;

    private readonly byte* _mapping;
    private readonly nuint _mappingSize;
    private readonly int _usableSize;
    private int _size;

    public GuardedMemory(int sizeMax)
    {
        _usableSize = (sizeMax + PageSize + PageSize - 1) / PageSize * PageSize;
        _mappingSize = (nuint)(_usableSize + PageSize);
        _mapping = (byte*)mmap(0, _mappingSize, ProtReadWrite, MapPrivateAnonymous, -1, 0);
        Assert.NotEqual(-1, (nint)_mapping);
        Assert.Equal(0, mprotect((nint)(_mapping + _usableSize), PageSize, ProtNone));
    }

    /// <summary>The last bytes before the guard, with fresh canaries before them.</summary>
    public Span<byte> Take(int size)
    {
        Assert.InRange(size, 0, _usableSize);
        _size = size;
        new Span<byte>(_mapping, _usableSize - size).Fill(Canary);
        return new Span<byte>(_mapping + _usableSize - size, size);
    }

    public Span<byte> TakeCopyOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> copy = Take(bytes.Length);
        bytes.CopyTo(copy);
        return copy;
    }

    public void AssertIntact()
    {
        Assert.False(new Span<byte>(_mapping, _usableSize - _size).ContainsAnyExcept(Canary), "A byte before the buffer was written.");
    }

    public void Dispose()
    {
        Assert.Equal(0, munmap((nint)_mapping, _mappingSize));
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint mmap(nint address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int mprotect(nint address, nuint length, int protection);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int munmap(nint address, nuint length);
}

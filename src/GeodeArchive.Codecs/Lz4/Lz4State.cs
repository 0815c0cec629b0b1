using System.Runtime.InteropServices;

namespace GeodeArchive.Codecs.Lz4;

/// <summary>Owns the working memory of an LZ4 compressor, which needs no set-up: each call of the library begins with that.</summary>
internal sealed unsafe class Lz4State : SafeHandle
{
    private Lz4State()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Allocates the memory.</summary>
    /// <param name="size">What LZ4_sizeofState or LZ4_sizeofStateHC says, in bytes.</param>
    public static Lz4State Allocate(int size)
    {
        // The handle first: if there is no memory for it, nothing is lost.
        var state = new Lz4State();
        try
        {
            state.SetHandle((nint)NativeMemory.Alloc((nuint)size));
            return state;
        }
        catch (OutOfMemoryException)
        {
            state.Dispose();
            throw new CodecException(CodecError.OutOfMemory, $"liblz4: no memory for a state of {size} bytes");
        }
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}

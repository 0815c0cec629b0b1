namespace GeodeArchive.Codecs;

/// <summary>Why a codec failed. Damaged data is not a failure of a codec: decompressors return false for it.</summary>
public enum CodecError
{
    /// <summary>A native library could not get the memory for its state.</summary>
    OutOfMemory = 1,

    /// <summary>A native library refused a call that it should accept: it is of another version than this program was made for.</summary>
    NativeFailure = 2,
}

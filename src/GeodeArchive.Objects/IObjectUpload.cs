using GeodeArchive.Io.Buffers;

namespace GeodeArchive.Objects;

/// <summary>
/// An object being written. Used by one worker at a time. Disposing without <see cref="Complete"/> leaves no object.
/// </summary>
public interface IObjectUpload : IDisposable
{
    /// <summary>The object's key.</summary>
    ObjectKey Key { get; }

    /// <summary>
    /// Appends the first <paramref name="length"/> bytes of <paramref name="part"/>. The caller may use the buffer again when
    /// this returns.
    /// </summary>
    /// <param name="part">The bytes. Those between <paramref name="length"/> and the next multiple of 4,096 may be
    /// overwritten.</param>
    /// <param name="length">A multiple of 4,096 in every part but the last.</param>
    /// <exception cref="ObjectException">The upload failed and cannot be continued: all that is left is to dispose it.</exception>
    void WritePart(AlignedBuffer part, int length);

    /// <summary>Makes the object durable, then visible under its key.</summary>
    /// <exception cref="ObjectException"><see cref="ObjectError.Exists"/>: somebody else made it; otherwise as for
    /// <see cref="IObjectStore.PutIfAbsent"/>. It cannot be tried again.</exception>
    /// <exception cref="InvalidOperationException">A part, or an earlier call of this, failed.</exception>
    void Complete();
}

using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Objects;

/// <summary>
/// Named immutable objects below one root: a directory, or a prefix of an object store. Safe for several workers at once.
/// All methods throw <see cref="ObjectException"/>.
/// </summary>
public interface IObjectStore : IDisposable
{
    /// <summary>What the store is called in messages, "/backups/geode".</summary>
    string DisplayName { get; }

    /// <summary>
    /// Creates an object with this content, unless one of that name exists. Atomic: of several creators one wins, and nobody
    /// ever sees a part of the content. Durable when it returns true.
    /// </summary>
    /// <returns>False when the object existed already; it is unchanged, and durable.</returns>
    /// <exception cref="ObjectException"><see cref="ObjectError.OutcomeUnknown"/>: the object may or may not be there, whole, or may not
    /// survive a power cut. <see cref="ObjectError.NoSpace"/>, <see cref="ObjectError.Denied"/>, <see cref="ObjectError.Failed"/>: it was
    /// not created. Never <see cref="ObjectError.NotFound"/>.</exception>
    bool PutIfAbsent(ObjectKey key, ReadOnlySpan<byte> content);

    /// <summary>
    /// Starts an object that is written in parts. It appears, whole and durable, at <see cref="IObjectUpload.Complete"/>.
    /// </summary>
    /// <exception cref="ObjectException"><see cref="ObjectError.NoSpace"/>, <see cref="ObjectError.Denied"/>,
    /// <see cref="ObjectError.Failed"/>.</exception>
    IObjectUpload BeginUpload(ObjectKey key);

    /// <summary>
    /// Reads at <paramref name="offset"/> until <paramref name="destination"/> is full or the object ends; returns the bytes read.
    /// </summary>
    /// <exception cref="ObjectException"><see cref="ObjectError.NotFound"/>.</exception>
    int GetRange(ObjectKey key, long offset, Span<byte> destination);

    /// <summary>As <see cref="GetRange"/>, for much that is read once: past the page cache where the store has one.</summary>
    /// <param name="key">The object.</param>
    /// <param name="offset">A multiple of 4,096.</param>
    /// <param name="destination">Takes the bytes from its start on.</param>
    /// <param name="length">Bytes to read: all of the buffer's, or a multiple of 4,096 of them.</param>
    /// <exception cref="ObjectException"><see cref="ObjectError.NotFound"/>.</exception>
    int GetAligned(ObjectKey key, long offset, AlignedBuffer destination, int length) => GetRange(key, offset, destination.Span[..length]);

    /// <summary>Opens an object that is read at many places.</summary>
    /// <exception cref="ObjectException"><see cref="ObjectError.NotFound"/>, now or when it is read.</exception>
    IObjectReader Open(ObjectKey key) => new RangeReader(this, key);

    /// <summary>Reads the object's last bytes, as many as fit; returns their number and the object's length.</summary>
    /// <exception cref="ObjectException"><see cref="ObjectError.NotFound"/>.</exception>
    (int Count, long Length) GetSuffix(ObjectKey key, Span<byte> destination);

    /// <summary>
    /// Lists the objects whose key starts with <paramref name="prefix"/> (empty, or ending in '/'), in no given order. May miss
    /// or still show what changes meanwhile, and nothing else: a listing that could not be finished throws. Empty where nothing has the
    /// prefix.
    /// </summary>
    /// <param name="prefix">Where to look.</param>
    /// <param name="recursive">False: only objects directly below the prefix.</param>
    /// <param name="countMax">Stops after so many.</param>
    IReadOnlyList<ObjectEntry> List(string prefix, bool recursive = true, int countMax = int.MaxValue);

    /// <summary>
    /// The names directly below <paramref name="prefix"/> that keys go on below: the "directories" of a listing with a delimiter. In no
    /// given order. May hold names below which there is no object any more, or none yet.
    /// </summary>
    /// <param name="prefix">Empty, or ending in '/'.</param>
    IReadOnlyList<string> ListFolders(string prefix)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in List(prefix))
        {
            var rest = entry.Key.Text.AsSpan(prefix.Length);
            var slash = rest.IndexOf('/');
            if (slash > 0)
            {
                names.Add(rest[..slash].ToString());
            }
        }

        return [.. names];
    }

    /// <summary>Deletes an object; false when it was not there.</summary>
    /// <param name="key">The object.</param>
    /// <param name="isDurable">Whether it must not come back after a power cut. Otherwise it may, which is cheaper.</param>
    /// <exception cref="ObjectException"><see cref="ObjectError.OutcomeUnknown"/>: it is deleted, and may come back after a power cut.
    /// </exception>
    bool Delete(ObjectKey key, bool isDurable = false);

    /// <summary>
    /// Says by an empty object that this process lives, until what is returned is disposed of, or the process ends in whatever way. Null
    /// where the store has no such thing.
    /// </summary>
    IDisposable? Hold(ObjectKey key) => null;

    /// <summary>
    /// Whether the process that made such an object lives; false as well when there is none. Null where the store has no such thing.
    /// </summary>
    bool? IsHeld(ObjectKey key) => null;

    /// <summary>
    /// Removes what uploads that never ended have left below <paramref name="prefix"/>.
    /// </summary>
    /// <param name="prefix">Where to look.</param>
    /// <param name="isIdle">Asked once, after what is there was listed: whether none of it can belong to an upload that goes on.</param>
    /// <returns>How many were removed.</returns>
    int RemoveUnfinished(string prefix, Func<bool> isIdle) => 0;

    /// <summary>
    /// A file that nobody else sees and that is gone when it is disposed of or the process ends: for what memory cannot hold.
    /// </summary>
    IFile CreateScratch() => throw new ObjectException(ObjectError.Denied, string.Empty, $"{DisplayName} has no room for scratch files");
}
